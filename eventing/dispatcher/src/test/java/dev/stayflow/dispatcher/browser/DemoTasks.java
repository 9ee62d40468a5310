package dev.stayflow.dispatcher.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stayflow.delayedtasks.DelayedTaskClient;
import dev.stayflow.delayedtasks.Journal;
import dev.stayflow.delayedtasks.RedisConnection;
import dev.stayflow.delayedtasks.Schedule;
import dev.stayflow.delayedtasks.Schedules;
import dev.stayflow.delayedtasks.Task;
import dev.stayflow.delayedtasks.Timing;
import dev.stayflow.delayedtasks.WhenMissed;
import dev.stayflow.dispatcher.RunningDispatcher;
import dev.stayflow.dispatcher.schedules.ScheduledEvent;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What a busy service has to do: events and tasks of other programs, in every state. */
final class DemoTasks {
  private DemoTasks() {}

  static void store(RunningDispatcher.Door door, RedisConnection redis) {
    try (var client = new DelayedTaskClient(redis, Duration.ofDays(1))) {
      events(door);
      tasksOfOthers(client);
    }
    schedules(new Schedules(redis));
    changes(new Journal(redis));
  }

  private static void events(RunningDispatcher.Door door) {
    for (var i = 0; i < 36; i++) {
      post(
          door,
          "order.payment-deadline-reached",
          "HSO20261121%04d".formatted(i),
          "PT%dM".formatted(3 + 7 * i),
          "critical");
      post(
          door,
          "stay.review-reminder",
          "stay-%d".formatted(4100 + i),
          "PT%dH".formatted(2 + i),
          "low");
    }
    for (var i = 0; i < 12; i++) {
      post(door, "guest.welcome", "guest-%d".formatted(700 + i), "PT0S", "default");
    }
    for (var i = 0; i < 3; i++) {
      post(door, DemoSink.SLOW, "report-%d".formatted(i), "PT0S", "default");
      post(door, DemoSink.BUSY, "invoice-%d".formatted(9000 + i), "PT0S", "default");
      post(door, DemoSink.UNKNOWN, "hook-%d".formatted(i), "PT0S", "low");
    }
  }

  private static void post(
      RunningDispatcher.Door door, String type, String subject, String after, String queue) {
    door.post(
        type + "-" + subject,
        "{\"subject\": \"%s\", \"guest\": {\"id\": 42, \"name\": \"Ada\"}}".formatted(subject),
        "type",
        type,
        "source",
        "/bookings",
        "subject",
        subject,
        "deliverafter",
        after,
        "deliverqueue",
        queue,
        "delivertask",
        type + "/" + subject);
  }

  private static void tasksOfOthers(DelayedTaskClient client) {
    for (var i = 0; i < 9; i++) {
      client.enqueue(
          Task.of("image:resize", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, (byte) i})
              .inQueue("images")
              .withId("img/%d/cover.png".formatted(i)));
      client.enqueue(
          Task.of("digest:notify", "You have %d new guests".formatted(i).getBytes(UTF_8))
              .inQueue("digests")
              .inGroup("host-%d".formatted(i % 3))
              .withId("digest:%d".formatted(i)));
    }
    client.enqueue(
        Task.of("email", "{\"to\": \"ada@example.com\"}".getBytes(UTF_8))
            .inQueue("emails")
            .withId("email:long"));
    for (var i = 0; i < 5; i++) {
      client.enqueue(
          Task.of("email", "{\"to\": \"guest%d@example.com\"}".formatted(i).getBytes(UTF_8))
              .inQueue("emails")
              .withId("email:%d".formatted(i))
              .retention(Duration.ofDays(1)));
    }
  }

  private static void schedules(Schedules schedules) {
    schedules.put(
        event(
            "nightly-report",
            "0 3 * * MON-FRI",
            "Europe/Berlin",
            "Figures of the day before",
            "report.due"));
    schedules.put(event("rates", "@every 90s", "UTC", "", "rates.refresh"));
    schedules.put(
        event("month-end", "30 22 28 * *", "Asia/Shanghai", "Waits for finance", "month.ended"));
    schedules.put(
        Schedule.of(
                "cleanup",
                Timing.of("*/10 * * * *", ZoneId.of("UTC")),
                Task.of("cleanup", new byte[0]).inQueue("images"))
            .whenMissed(WhenMissed.SKIP));
    schedules.pause("month-end");
    for (var i = 0; i < 4; i++) {
      schedules.runNow("nightly-report");
    }
  }

  private static Schedule event(String id, String cron, String zone, String note, String type) {
    var content =
        new ScheduledEvent.Content(
            type,
            "/back-office",
            Optional.of(id),
            Optional.of("application/json"),
            Optional.of("{\"depth\": 2}"),
            Map.of());
    return new ScheduledEvent(
            id,
            cron,
            zone,
            WhenMissed.ONCE,
            note,
            Optional.empty(),
            "default",
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Duration.ofDays(7),
            content)
        .schedule();
  }

  private static void changes(Journal journal) {
    for (var change :
        List.of(
            List.of("olga", "queue.pause", "images", "changed"),
            List.of("olga", "queue.resume", "images", "changed"),
            List.of("deploy-bot", "schedule.put", "rates", "added"),
            List.of(
                "olga",
                "task.reschedule",
                "low/stay.review-reminder/stay-4100",
                "done to 2026-11-22T09:00:00Z"),
            List.of("henry", "task.archive", "default/invoice.due/invoice-8990", "done"),
            List.of("henry", "task.run", "default/invoice.due/invoice-8991", "done"),
            List.of("olga", "schedule.pause", "month-end", "done"))) {
      journal.note(change.get(0), change.get(1), change.get(2), change.get(3));
    }
  }
}
