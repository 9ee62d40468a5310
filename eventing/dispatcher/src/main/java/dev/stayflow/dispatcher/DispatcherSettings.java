package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.RedisSettings;
import dev.stayflow.dispatcher.access.AccessSettings;
import dev.stayflow.dispatcher.schedules.ScheduleSettings;
import dev.stayflow.dispatcher.settings.EnvironmentReader;
import dev.stayflow.dispatcher.settings.InvalidSettings;
import dev.stayflow.dispatcher.settings.ServiceFacts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * How this process works, from environment variables; the README tells each.
 *
 * @param ingress who may send events
 * @param openTelemetry the variables that OpenTelemetry defines
 * @param access who may come to the console and the API
 * @param schedules what is delivered again and again
 */
record DispatcherSettings(
    int port,
    RedisSettings redis,
    IngressSettings ingress,
    DeliverySettings delivery,
    Duration dedupeFor,
    Duration grace,
    LogLevel logLevel,
    LogFormat logFormat,
    Map<String, String> openTelemetry,
    AccessSettings access,
    ScheduleSettings schedules) {

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
    var delivery = DeliverySettings.read(in);
    var protocol =
        new DeliveryProtocol(
            delivery.destinations(), delivery.takesUntimed(), delivery.queues().named());
    var rules = new ScheduledEventRules(protocol, InstantSource.system());
    var settings =
        new DispatcherSettings(
            in.integer("PORT", 8981, 0, 65535),
            RedisEnvironment.read(in),
            IngressSettings.read(in),
            delivery,
            in.duration("DEDUPE_FOR", Duration.ofHours(24)),
            in.duration("SHUTDOWN_GRACE", Duration.ofSeconds(20)),
            in.choice("LOG_LEVEL", LogLevel.INFO),
            in.choice("LOG_FORMAT", LogFormat.JSON),
            Tracing.settings(environment),
            AccessSettings.read(in),
            ScheduleSettings.read(in, rules, delivery.concurrency() > 0));
    in.finish();
    return settings;
  }

  /** What people may know of it. */
  ServiceFacts facts(Instant startedAt) {
    var version = DispatcherSettings.class.getPackage().getImplementationVersion();
    return new ServiceFacts(
        version == null ? "development" : version,
        startedAt,
        delivery.queues().named(),
        delivery.concurrency(),
        dedupeFor,
        delivery.lease(),
        delivery.timeout(),
        delivery.retryFor(),
        delivery.destinations().sink().map(DispatcherSettings::withoutQuery).orElse(""),
        String.join(", ", redis.nodes()) + "/" + redis.database());
  }

  /** A query may hold what only the sink should know. */
  private static String withoutQuery(URI url) {
    return url.toString().split("[?]", 2)[0];
  }
}
