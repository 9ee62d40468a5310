package dev.stayflow.dispatcher.browser;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.redisson.Redisson;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/**
 * Figures of a day and of ninety, as if the service had been there all the time. They are written
 * as the engine keeps them, since no client can make the past.
 */
final class DemoHistory {
  private static final int MINUTES = 1440;
  private static final int DAYS = 90;
  private static final int BUCKETS = 25;

  private final SplittableRandom random = new SplittableRandom(7);
  private final Instant now;

  private DemoHistory(Instant now) {
    this.now = now;
  }

  static void write(String redis, Instant now) {
    var config = new Config();
    config.useSingleServer().setAddress(redis);
    var client = Redisson.create(config);
    try {
      var history = new DemoHistory(now);
      Map.of("critical", 90, "default", 240, "low", 40)
          .forEach(
              (queue, rate) -> {
                var prefix = "tasks:{" + queue + "}:";
                client
                    .<String, String>getMap(prefix + "minutes", StringCodec.INSTANCE)
                    .putAll(history.minutes(rate));
                client
                    .<String, String>getMap(prefix + "stats", StringCodec.INSTANCE)
                    .putAll(history.days(rate));
              });
    } finally {
      client.shutdown();
    }
  }

  /** Busier in the evening, with trouble three hours ago. */
  private Map<String, String> minutes(int rate) {
    var minutes = new HashMap<String, String>();
    var present = now.getEpochSecond() / 60;
    for (var minute = present - MINUTES + 1; minute < present; minute++) {
      var wave = 1 + 0.6 * Math.sin(2 * Math.PI * (minute - 780) / MINUTES);
      var processed = (long) (rate * wave * (0.8 + 0.4 * random.nextDouble()));
      var trouble = present - minute > 165 && present - minute < 190;
      var failed = (long) (processed * (trouble ? 0.2 : 0.01) * random.nextDouble());
      var archived = failed / 8;
      minutes.put(
          Long.toString(minute % MINUTES),
          "%d %d %d %d %d %s %s"
              .formatted(
                  minute,
                  processed,
                  failed,
                  failed - archived,
                  archived,
                  buckets(processed, trouble ? 5 : 1),
                  buckets(processed, trouble ? 8 : 5)));
    }
    return minutes;
  }

  /** Most near one length of time, few much longer. */
  private String buckets(long count, int middle) {
    var counts = new long[BUCKETS];
    for (var i = 0; i < count; i++) {
      var away = (int) Math.abs(random.nextGaussian() * 1.2);
      counts[Math.clamp(middle + (random.nextInt(40) == 0 ? away + 3 : away), 0, BUCKETS - 1)]++;
    }
    return IntStream.range(0, BUCKETS)
        .mapToObj(i -> Long.toString(counts[i]))
        .collect(Collectors.joining(" "));
  }

  private Map<String, String> days(int rate) {
    var days = new HashMap<String, String>();
    var today = now.truncatedTo(ChronoUnit.DAYS).getEpochSecond() / 86400;
    for (var ago = 1; ago < DAYS; ago++) {
      var weekend = List.of(2L, 3L).contains((today - ago) % 7);
      var processed =
          (long)
              (rate
                  * MINUTES
                  * (weekend ? 1.5 : 1)
                  * (1.2 - ago / 150.0)
                  * (0.9 + 0.2 * random.nextDouble()));
      days.put((today - ago) + ":processed", Long.toString(processed));
      days.put(
          (today - ago) + ":failed",
          Long.toString((long) (processed * 0.012 * random.nextDouble())));
    }
    return days;
  }
}
