package dev.stayflow.dispatcher.operations;

import dev.stayflow.delayedtasks.ActionResult;
import dev.stayflow.delayedtasks.QueueDeletion;
import dev.stayflow.delayedtasks.QueueLimits;
import dev.stayflow.dispatcher.event.Taken;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the journal says, in words that people understand. */
final class Sentences {
  private Sentences() {}

  static String of(TaskAction action, Selection all) {
    var filter = of(all.filter());
    return "%s all of %s that are %s%s"
        .formatted(
            word(action),
            all.queue(),
            all.states().stream().sorted().map(Sentences::word).collect(Collectors.joining(" or ")),
            filter.isEmpty() ? "" : ", " + filter);
  }

  static String of(Job job) {
    var why = job.problem().map(problem -> ": " + problem).orElse("");
    return "%s, %s done to %d of %d%s"
        .formatted(word(job.state()), word(job.action()), job.changed(), job.of(), why);
  }

  static String of(List<ActionResult> results) {
    if (results.size() == 1) {
      return word(results.getFirst());
    }
    var counts = new TreeMap<ActionResult, Integer>();
    results.forEach(result -> counts.merge(result, 1, Integer::sum));
    return counts.entrySet().stream()
        .map(each -> each.getValue() + " " + word(each.getKey()))
        .collect(Collectors.joining(", "));
  }

  static String of(QueueLimits limits) {
    var told =
        Stream.of(
                limits.inFlight().stream().mapToObj(most -> most + " in flight"),
                limits.rate().stream()
                    .map(rate -> "%s a second, burst %d".formatted(rate.perSecond(), rate.burst())),
                limits.perKey().stream().mapToObj(most -> most + " per key"),
                limits.archiveMost().stream().mapToObj(most -> "archive of " + most),
                limits.archiveFor().stream().map(time -> "archive for " + time))
            .flatMap(each -> each)
            .collect(Collectors.joining(", "));
    return told.isEmpty() ? "none" : told;
  }

  static String of(QueueDeletion result) {
    return switch (result) {
      case QueueDeletion.Deleted(var tasks) -> "deleted with %d tasks".formatted(tasks);
      case QueueDeletion.HasRunningTasks(var tasks) -> "refused, %d tasks run".formatted(tasks);
      case QueueDeletion.NotEmpty(var tasks) -> "refused, it has %d tasks".formatted(tasks);
    };
  }

  static String of(Taken result) {
    return switch (result) {
      case Taken.Done done -> done.how().text() + " " + Audit.target(done.task());
      case Taken.Refused refused -> "refused, " + refused.refusal().detail();
    };
  }

  private static String of(TaskFilter filter) {
    Map<String, Optional<?>> conditions =
        Map.of(
            "id begins with", filter.idPrefix(),
            "id contains", filter.idPart(),
            "type", filter.type(),
            "subject", filter.subject(),
            "source", filter.source(),
            "text", filter.text(),
            "due from", filter.dueFrom(),
            "due to", filter.dueTo());
    return new TreeMap<>(conditions)
        .entrySet().stream()
            .flatMap(each -> each.getValue().stream().map(value -> each.getKey() + " " + value))
            .collect(Collectors.joining(", "));
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
