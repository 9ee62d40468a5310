package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Latencies;
import dev.stayflow.delayedtasks.MinuteStats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** Figures of minutes, put together to steps that a chart has room for. */
final class FigureSteps {
  private FigureSteps() {}

  /**
   * What happened in some minutes.
   *
   * @param at when it begins
   */
  record Step(
      Instant at,
      long processed,
      long failed,
      long retried,
      long archived,
      Latencies lateness,
      Latencies duration) {

    static Step of(Instant at, MinuteStats minute) {
      return new Step(
          at,
          minute.processed(),
          minute.failed(),
          minute.retried(),
          minute.archived(),
          minute.lateness(),
          minute.duration());
    }

    Step plus(Step other) {
      return new Step(
          at,
          processed + other.processed,
          failed + other.failed,
          retried + other.retried,
          archived + other.archived,
          lateness.plus(other.lateness),
          duration.plus(other.duration));
    }
  }

  /**
   * The earliest first; of several queues, their sum. A first step that has not all its minutes is
   * left out, the last one is as it has become so far.
   */
  static List<Step> of(List<MinuteStats> minutes, ChartSpan span) {
    var length = Duration.ofMinutes(span.step()).toSeconds();
    var steps = new TreeMap<Instant, Step>();
    var first = first(minutes, length);
    for (var minute : minutes) {
      var second = minute.minute().getEpochSecond();
      if (second >= first) {
        var at = Instant.ofEpochSecond(second - second % length);
        steps.merge(at, Step.of(at, minute), Step::plus);
      }
    }
    return List.copyOf(steps.values());
  }

  private static long first(List<MinuteStats> minutes, long length) {
    var earliest = minutes.stream().mapToLong(one -> one.minute().getEpochSecond()).min().orElse(0);
    return Math.ceilDiv(earliest, length) * length;
  }
}
