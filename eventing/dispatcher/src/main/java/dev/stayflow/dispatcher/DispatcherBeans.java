package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.DelayedTaskClient;
import dev.stayflow.delayedtasks.DelayedTaskServer;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.RedisConnection;
import dev.stayflow.delayedtasks.ServerOptions;
import dev.stayflow.dispatcher.operations.EventDoor;
import dev.stayflow.dispatcher.settings.ServiceFacts;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the parts together. */
@Configuration(proxyBeanMethods = false)
class DispatcherBeans {
  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  RedisConnection redis(DispatcherSettings settings) {
    return RedisConnection.open(settings.redis());
  }

  @Bean
  DelayedTaskClient client(RedisConnection redis, DispatcherSettings settings) {
    return new DelayedTaskClient(redis, settings.dedupeFor());
  }

  @Bean
  Inspector inspector(RedisConnection redis) {
    return new Inspector(redis);
  }

  @Bean
  Figures figures(MeterRegistry registry, DispatcherSettings settings) {
    return new Figures(registry, allQueues(settings));
  }

  @Bean
  DeliveryProtocol protocol(DispatcherSettings settings) {
    return new DeliveryProtocol(settings.destinations(), settings.queues());
  }

  @Bean
  Requests requests(
      DispatcherSettings settings,
      DeliveryProtocol protocol,
      DelayedTaskClient client,
      Inspector inspector,
      InstantSource clock,
      Figures figures) {
    return new Requests(protocol, client, inspector, clock, settings.dedupeFor(), figures);
  }

  @Bean
  Ingress ingress(Requests requests, Figures figures) {
    return new Ingress(requests, figures);
  }

  @Bean
  EventDoor eventDoor(Requests requests) {
    return event -> requests.take(event, Caller.ANYONE);
  }

  @Bean
  DeadLetters deadLetters(DelayedTaskClient client, Figures figures) {
    return new DeadLetters(client, figures);
  }

  @Bean
  ServiceFacts facts(DispatcherSettings settings, InstantSource clock) {
    return settings.facts(clock.instant());
  }

  @Bean
  Faults faults() {
    return new Faults();
  }

  @Bean
  Sink sink(DispatcherSettings settings, InstantSource clock) {
    return new Sink(settings.trust(), settings.timeout(), clock);
  }

  @Bean
  Deliverer deliverer(
      DispatcherSettings settings,
      Sink sink,
      Tracing tracing,
      Figures figures,
      InstantSource clock) {
    var rules = new RetryRules(settings.backoff(), settings.retryFor(), clock, new SecureRandom());
    return new Deliverer(settings, sink, rules, tracing, figures);
  }

  @Bean
  Deliveries deliveries(
      DispatcherSettings settings,
      RedisConnection redis,
      Deliverer deliverer,
      Figures figures,
      Inspector inspector) {
    var options =
        ServerOptions.of(settings.queues().toArray(String[]::new))
            .withConcurrency(settings.concurrency())
            .withLease(settings.lease());
    var server = new DelayedTaskServer(redis, options, deliverer, new SecureRandom());
    return new Deliveries(server, settings.grace(), figures, inspector, allQueues(settings));
  }

  @Bean
  HealthIndicator redisHealthIndicator(Deliveries deliveries) {
    return () -> deliveries.reachesRedis() ? Health.up().build() : Health.outOfService().build();
  }

  private static List<String> allQueues(DispatcherSettings settings) {
    return Stream.concat(settings.queues().stream(), Stream.of(DispatcherSettings.DEAD_LETTERS))
        .toList();
  }
}
