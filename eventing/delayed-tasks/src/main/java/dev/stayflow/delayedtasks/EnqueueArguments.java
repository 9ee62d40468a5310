package dev.stayflow.delayedtasks;

import java.util.ArrayList;
import java.util.List;

/** Tasks of one queue in the order in which {@code enqueue.lua} takes them. */
final class EnqueueArguments {
  private EnqueueArguments() {}

  static List<Object> of(List<Task> tasks) {
    var arguments = new ArrayList<Object>(1 + 3 * tasks.size());
    arguments.add(tasks.size());
    tasks.forEach(task -> arguments.add(task.id().id()));
    tasks.forEach(task -> arguments.add(Micros.text(task.due())));
    tasks.forEach(task -> arguments.add(TaskFrame.body(task)));
    for (var i = 0; i < tasks.size(); i++) {
      addMore(arguments, i + 1, tasks.get(i));
    }
    return arguments;
  }

  private static void addMore(List<Object> arguments, int index, Task task) {
    task.key().ifPresent(key -> arguments.addAll(List.of(index, "k", key, 0)));
    task.group().ifPresent(group -> arguments.addAll(List.of(index, "g", group, 0)));
    task.unique()
        .ifPresent(
            lock ->
                arguments.addAll(List.of(index, "u", lock, Micros.roundedUp(task.uniqueFor()))));
    if (task.replacesArchived()) {
      arguments.addAll(List.of(index, "r", "", 0));
    }
  }
}
