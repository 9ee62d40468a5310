package dev.stayflow.delayedtasks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Stores a list of tasks in as few calls as may be, of which some are under way at once. */
final class BulkEnqueue {
  private static final int UNDER_WAY = 1;

  private final List<Task> tasks;
  private final Function<String, EnqueueScript> scripts;
  private final Enqueued[] results;
  private final ArrayDeque<Sent> sent = new ArrayDeque<>();

  BulkEnqueue(List<Task> tasks, Function<String, EnqueueScript> scripts) {
    this.tasks = tasks;
    this.scripts = scripts;
    this.results = new Enqueued[tasks.size()];
  }

  /** What became of each, in order. */
  List<Enqueued> run() {
    byQueue().forEach((queue, places) -> store(scripts.apply(queue), places));
    while (!sent.isEmpty()) {
      awaitFirst();
    }
    return List.of(results);
  }

  private Map<String, List<Integer>> byQueue() {
    var places = new LinkedHashMap<String, List<Integer>>();
    for (var i = 0; i < tasks.size(); i++) {
      places.computeIfAbsent(tasks.get(i).id().queue(), queue -> new ArrayList<>()).add(i);
    }
    return places;
  }

  private void store(EnqueueScript script, List<Integer> places) {
    var chunk = new Chunk();
    for (var place : places) {
      var task = new TaskToStore(tasks.get(place));
      if (!chunk.fits(task)) {
        send(script, chunk);
        chunk = new Chunk();
      }
      chunk.add(task, place);
    }
    send(script, chunk);
  }

  private void send(EnqueueScript script, Chunk chunk) {
    if (sent.size() == UNDER_WAY) {
      awaitFirst();
    }
    sent.add(new Sent(chunk, script.store(chunk.tasks)));
  }

  private void awaitFirst() {
    var first = sent.remove();
    var answers = RedisConnection.await(first.answers());
    for (var i = 0; i < answers.size(); i++) {
      results[first.chunk().places.get(i)] = answers.get(i);
    }
  }

  private record Sent(Chunk chunk, CompletionStage<List<Enqueued>> answers) {}

  private static final class Chunk {
    final List<TaskToStore> tasks = new ArrayList<>();
    final List<Integer> places = new ArrayList<>();
    private int bytes;

    boolean fits(TaskToStore task) {
      return tasks.isEmpty()
          || (tasks.size() < EnqueueScript.MOST_TASKS
              && bytes + task.bytes() <= EnqueueScript.MOST_BYTES);
    }

    void add(TaskToStore task, int place) {
      tasks.add(task);
      places.add(place);
      bytes += task.bytes();
    }
  }
}
