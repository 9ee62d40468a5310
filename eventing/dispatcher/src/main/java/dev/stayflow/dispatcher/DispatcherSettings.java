package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.Backoff;
import dev.stayflow.delayedtasks.RedisSettings;
import dev.stayflow.dispatcher.access.AccessSettings;
import dev.stayflow.dispatcher.schedules.ScheduleSettings;
import dev.stayflow.dispatcher.settings.EnvironmentReader;
import dev.stayflow.dispatcher.settings.HttpUrl;
import dev.stayflow.dispatcher.settings.InvalidSettings;
import dev.stayflow.dispatcher.settings.ServiceFacts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How this process works, from environment variables; the README tells each.
 *
 * @param overrides extension attributes that every delivered event gets
 * @param trust accepts certificates beside the system's; absent when those suffice
 * @param timeout of one delivery
 * @param retryFor counted from the first failure
 * @param openTelemetry the variables that OpenTelemetry defines
 * @param access who may come to the console and the API
 * @param schedules what is delivered again and again
 */
record DispatcherSettings(
    int port,
    RedisSettings redis,
    Destinations destinations,
    Map<String, String> overrides,
    Optional<SSLContext> trust,
    List<String> queues,
    int concurrency,
    Duration dedupeFor,
    Duration lease,
    Duration timeout,
    Duration retryFor,
    Backoff backoff,
    Duration grace,
    LogLevel logLevel,
    LogFormat logFormat,
    Map<String, String> openTelemetry,
    AccessSettings access,
    ScheduleSettings schedules) {

  /** The archive of what could not be delivered elsewhere; no event can ask for this queue. */
  static final String DEAD_LETTERS = "dead-letters";

  static final String DEFAULT_QUEUE = "default";

  enum LogFormat {
    JSON,
    TEXT
  }

  enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /**
   * Reads and checks everything.
   *
   * @throws InvalidSettings with all problems
   */
  static DispatcherSettings from(Map<String, String> environment) {
    var in = new EnvironmentReader(environment);
    var longestWait = in.duration("RETRY_LONGEST", Duration.ofMinutes(10));
    var destinations = destinations(in);
    var queues = queues(in);
    var concurrency = in.integer("CONCURRENCY", 10, 1, 1000);
    var rules =
        new ScheduledEventRules(new DeliveryProtocol(destinations, queues), InstantSource.system());
    var settings =
        new DispatcherSettings(
            in.integer("PORT", 8981, 0, 65535),
            RedisEnvironment.read(in),
            destinations,
            SinkBinding.overrides(in),
            SinkBinding.trust(in),
            queues,
            concurrency,
            in.duration("DEDUPE_FOR", Duration.ofHours(24)),
            lease(in),
            in.duration("DELIVERY_TIMEOUT", Duration.ofSeconds(60)),
            in.duration("RETRY_FOR", Duration.ofHours(24)),
            new Backoff(in.duration("RETRY_FIRST", Duration.ofSeconds(1)), longestWait),
            in.duration("SHUTDOWN_GRACE", Duration.ofSeconds(20)),
            in.choice("LOG_LEVEL", LogLevel.INFO),
            in.choice("LOG_FORMAT", LogFormat.JSON),
            Tracing.settings(environment),
            AccessSettings.read(in),
            ScheduleSettings.read(in, rules, concurrency > 0));
    in.finish();
    return settings;
  }

  private static Destinations destinations(EnvironmentReader in) {
    var allowed = new ArrayList<URI>();
    for (var prefix : in.list("DELIVER_TO_ALLOWED", "")) {
      HttpUrl.parse(prefix)
          .ifPresentOrElse(
              allowed::add,
              () -> in.reject("DELIVER_TO_ALLOWED", "URLs between commas, not \"" + prefix + "\""));
    }
    return new Destinations(
        List.copyOf(allowed), in.destinations("SINKS_BY_TYPE"), in.destination("K_SINK"));
  }

  private static List<String> queues(EnvironmentReader in) {
    var queues = in.list("QUEUES", "critical,default,low");
    for (var queue : queues) {
      if (!queue.matches("[a-z0-9._-]{1,64}") || queue.equals(DEAD_LETTERS)) {
        in.reject("QUEUES", "names of 1 to 64 a-z 0-9 . _ -, not \"" + queue + "\"");
      }
    }
    if (!queues.contains(DEFAULT_QUEUE)) {
      in.reject("QUEUES", "a list that contains \"" + DEFAULT_QUEUE + "\"");
    }
    return queues;
  }

  private static Duration lease(EnvironmentReader in) {
    var lease = in.duration("LEASE", Duration.ofMillis(2500));
    if (lease.toMillis() < 100) {
      in.reject("LEASE", "at least PT0.1S, not " + lease);
    }
    return lease;
  }

  /** What people may know of it. */
  ServiceFacts facts(Instant startedAt) {
    var version = DispatcherSettings.class.getPackage().getImplementationVersion();
    return new ServiceFacts(
        version == null ? "development" : version,
        startedAt,
        queues,
        concurrency,
        dedupeFor,
        lease,
        timeout,
        retryFor,
        destinations.sink().map(DispatcherSettings::withoutQuery).orElse(""),
        String.join(", ", redis.nodes()) + "/" + redis.database());
  }

  /** A query may hold what only the sink should know. */
  private static String withoutQuery(URI url) {
    return url.toString().split("[?]", 2)[0];
  }
}
