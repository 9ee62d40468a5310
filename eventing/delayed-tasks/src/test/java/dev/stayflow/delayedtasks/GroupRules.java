package dev.stayflow.delayedtasks;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.delayedtasks.ModelTask.Place;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What may and must be collected of the groups. */
final class GroupRules {
  private final Model model;

  GroupRules(Model model) {
    this.model = model;
  }

  /**
   * Does what the collection did; fails when it may not.
   *
   * @param group empty when none was ready
   */
  void collect(Step.Collect step, String group, List<String> ids, String token, Window now) {
    if (model.settings.containsKey("paused")) {
      assertThat(group).as("collected from a paused queue").isEmpty();
      return;
    }
    var ready = groups();
    ready.values().removeIf(members -> !isReady(members, step));
    if (ready.isEmpty()) {
      assertThat(group).as("collected").isEmpty();
      return;
    }
    assertThat(ready.keySet()).as("groups that are ready").contains(group);
    assertThat(ids)
        .as("the first of the group")
        .isEqualTo(
            ready.getOrDefault(group, List.of()).stream()
                .limit(step.most())
                .map(task -> task.id)
                .toList());
    ids.forEach(id -> model.task(id).lease(token, now.plus(step.lease().micros)));
  }

  private Map<String, List<ModelTask>> groups() {
    return model.in(Place.AGGREGATES).values().stream()
        .sorted(ModelTask.BY_TIME)
        .collect(toMap(task -> task.group, List::of, GroupRules::joined, TreeMap::new));
  }

  /** Nothing that joined is as old as a long span, and all of it is as old as a brief one. */
  private static boolean isReady(List<ModelTask> members, Step.Collect step) {
    return members.size() >= step.most()
        || step.grace() != Step.Span.LONG
        || step.longest() == Step.Span.BRIEF;
  }

  private static List<ModelTask> joined(List<ModelTask> some, List<ModelTask> others) {
    var all = new java.util.ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
