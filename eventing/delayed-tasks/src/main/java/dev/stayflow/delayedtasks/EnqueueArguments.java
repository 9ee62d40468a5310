package dev.stayflow.delayedtasks;

import java.util.ArrayList;
import java.util.List;

/** Tasks of one queue in the order in which {@code enqueue.lua} takes them. */
final class EnqueueArguments {
  private EnqueueArguments() {}

  static List<Object> of(List<TaskToStore> tasks) {
    var arguments = new ArrayList<Object>(1 + 2 * tasks.size());
    arguments.add(tasks.size());
    for (var task : tasks) {
      arguments.add(task.id());
    }
    for (var task : tasks) {
      arguments.add(task.frame());
    }
    for (var i = 0; i < tasks.size(); i++) {
      addMore(arguments, i + 1, tasks.get(i).task());
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
