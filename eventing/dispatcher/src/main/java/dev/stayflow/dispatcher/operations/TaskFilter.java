package dev.stayflow.dispatcher.operations;

import dev.stayflow.delayedtasks.Search;
import dev.stayflow.delayedtasks.TaskInfo;
import dev.stayflow.delayedtasks.TaskState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which tasks somebody means; a task must meet every condition that is there. All need a look at
 * each task of the states: who knows the whole id asks {@link
 * dev.stayflow.delayedtasks.Inspector#find} instead.
 *
 * @param type of the task: of an event the type that it has when it is delivered
 * @param subject of an event
 * @param source of an event
 * @param text in the payload, read as UTF-8; capital letters matter
 * @param dueFrom when it was asked to run, this or later
 * @param dueTo when it was asked to run, earlier than this
 */
public record TaskFilter(
    Optional<String> idPrefix,
    Optional<String> idPart,
    Optional<String> type,
    Optional<String> subject,
    Optional<String> source,
    Optional<String> text,
    Optional<Instant> dueFrom,
    Optional<Instant> dueTo) {
  private static final String SUBJECT = "ce-subject";
  private static final String SOURCE = "ce-source";

  /** All tasks. */
  public static final TaskFilter NONE =
      new TaskFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Whether it lets every task through. */
  public boolean isEmpty() {
    return equals(NONE);
  }

  /** A search in some states of a queue, with the engine's own measures of when it pauses. */
  public Search toSearch(String queue, Set<TaskState> states) {
    return Search.in(queue).states(states).where(condition());
  }

  private Predicate<TaskInfo> condition() {
    return Stream.of(
            idPrefix.map(wanted -> on(info -> id(info).startsWith(wanted))),
            idPart.map(wanted -> on(info -> id(info).contains(wanted))),
            type.map(wanted -> on(info -> info.task().type().equals(wanted))),
            subject.map(wanted -> header(SUBJECT, wanted)),
            source.map(wanted -> header(SOURCE, wanted)),
            text.map(wanted -> on(info -> payload(info).contains(wanted))),
            dueFrom.map(wanted -> on(info -> !info.dueAt().isBefore(wanted))),
            dueTo.map(wanted -> on(info -> info.dueAt().isBefore(wanted))))
        .flatMap(Optional::stream)
        .reduce(info -> true, Predicate::and);
  }

  private static Predicate<TaskInfo> on(Predicate<TaskInfo> condition) {
    return condition;
  }

  private static Predicate<TaskInfo> header(String name, String wanted) {
    return info -> wanted.equals(info.task().headers().get(name));
  }

  private static String id(TaskInfo info) {
    return info.task().id().id();
  }

  private static String payload(TaskInfo info) {
    return new String(info.task().payload(), StandardCharsets.UTF_8);
  }
}
