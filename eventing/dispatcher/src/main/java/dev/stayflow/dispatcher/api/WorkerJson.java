package dev.stayflow.dispatcher.api;

import dev.stayflow.delayedtasks.ServerSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A process that runs tasks; see {@link ServerSnapshot}. */
record WorkerJson(
    String id,
    String host,
    long pid,
    Instant startedAt,
    Map<String, Integer> queues,
    boolean strict,
    int concurrency,
    String status,
    int active,
    List<Running> tasks) {

  /** A task that it runs. */
  record Running(String queue, String id, String type, Instant since, @Nullable Instant deadline) {}

  static WorkerJson of(ServerSnapshot server) {
    return new WorkerJson(
        server.id(),
        server.host(),
        server.pid(),
        server.startedAt(),
        server.queues(),
        server.strict(),
        server.concurrency(),
        Words.of(server.status()),
        server.active(),
        server.tasks().stream()
            .map(
                task ->
                    new Running(
                        task.id().queue(),
                        task.id().id(),
                        task.type(),
                        task.since(),
                        task.deadline().orElse(null)))
            .toList());
  }
}
