package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.Journal;
import dev.stayflow.delayedtasks.QueueCounts;
import dev.stayflow.delayedtasks.QueueStats;
import dev.stayflow.delayedtasks.ScheduleInfo;
import dev.stayflow.delayedtasks.Schedules;
import dev.stayflow.delayedtasks.ServerSnapshot;
import dev.stayflow.dispatcher.operations.Operations;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What pages show of each topic, small enough to be read each second and compared. */
final class LiveFigures {
  /** What changes all the time is told so often. */
  private static final long SECONDS = 5;

  private final Inspector inspector;
  private final Schedules schedules;
  private final Operations operations;
  private final Journal journal;
  private final InstantSource clock;

  LiveFigures(
      Inspector inspector,
      Schedules schedules,
      Operations operations,
      Journal journal,
      InstantSource clock) {
    this.inspector = inspector;
    this.schedules = schedules;
    this.operations = operations;
    this.journal = journal;
    this.clock = clock;
  }

  private record Queue(String name, QueueCounts counts, QueueStats stats) {}

  private record Server(String id, ServerSnapshot.Status status, List<?> tasks) {}

  private record Entry(String id, boolean paused, Object next, Object previous) {}

  /** What can be compared, by topic. */
  Map<String, Object> read() {
    var topics = new HashMap<String, Object>();
    var queues = new ArrayList<Queue>();
    for (var name : inspector.queues()) {
      var queue = new Queue(name, inspector.counts(name), inspector.stats(name));
      queues.add(queue);
      topics.put("queue-" + name, queue);
    }
    topics.put("queues", queues);
    topics.put("servers", inspector.servers().stream().map(LiveFigures::server).toList());
    topics.put("schedules", schedules.list().stream().map(LiveFigures::entry).toList());
    topics.put("audit", journal.page(Optional.empty(), 1).entries());
    topics.put("redis", clock.instant().getEpochSecond() / SECONDS);
    topics.put("jobs", operations.jobs());
    return topics;
  }

  private static Server server(ServerSnapshot server) {
    return new Server(server.id(), server.status(), server.tasks());
  }

  private static Entry entry(ScheduleInfo info) {
    return new Entry(info.schedule().id(), info.paused(), info.next(), info.previous());
  }
}
