package dev.stayflow.dispatcher.schedules;

import dev.stayflow.dispatcher.problem.Refusal;
import java.util.Map;
import java.util.Optional;

/** What holds for every event that is to be delivered, whoever asks for it. */
@FunctionalInterface
public interface EventRules {
  /**
   * What is wrong with an event first; absent when it can be delivered.
   *
   * @param attributes by name, those of the delayed delivery protocol among them but for a due time
   */
  Optional<Refusal> firstWrong(Map<String, String> attributes);
}
