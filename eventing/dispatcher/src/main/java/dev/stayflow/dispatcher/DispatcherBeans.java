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
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import tools.jackson.databind.json.JsonMapper;

/** Puts the parts together. */
@Configuration(proxyBeanMethods = false)
class DispatcherBeans {
  /** After those that look at the path and at the port, before all others. */
  private static final int AFTER_PORTS = Ordered.HIGHEST_PRECEDENCE + 10;

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
  Figures figures(MeterRegistry registry) {
    return new Figures(registry);
  }

  @Bean
  Requests requests(
      DispatcherSettings settings,
      DelayedTaskClient client,
      Inspector inspector,
      InstantSource clock,
      Figures figures) {
    var delivery = settings.delivery();
    var protocol =
        new DeliveryProtocol(
            delivery.destinations(), delivery.takesUntimed(), delivery.queues().named());
    return new Requests(protocol, client, inspector, clock, settings.dedupeFor(), figures);
  }

  @Bean
  EventDoor eventDoor(Requests requests) {
    return event -> requests.take(event, Caller.ANYONE);
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
  FilterRegistrationBean<EventPort> eventPort(
      DispatcherSettings settings,
      Requests requests,
      DelayedTaskClient client,
      Inspector inspector,
      Figures figures,
      Faults faults,
      JsonMapper json) {
    var oidc = settings.ingress().oidc();
    var trust = settings.delivery().trust();
    var identities =
        new Identities(settings.ingress(), oidc.map(issuer -> OidcTokens.decoder(issuer, trust)));
    var port =
        new EventPort(
            identities,
            new Ingress(requests, figures),
            new DeadLetters(client, inspector, figures),
            faults,
            json);
    var filter = new FilterRegistrationBean<>(port);
    filter.setOrder(AFTER_PORTS);
    return filter;
  }

  @Bean
  Sink sink(DispatcherSettings settings, InstantSource clock) {
    var delivery = settings.delivery();
    var connections = Math.max(1, delivery.concurrency());
    var token = SinkToken.mounted(delivery.destinations().sink());
    return new Sink(delivery.trust(), delivery.signatures(), token, connections, clock);
  }

  @Bean
  Deliverer deliverer(
      DispatcherSettings settings,
      DelayedTaskClient client,
      Sink sink,
      Tracing tracing,
      Figures figures,
      InstantSource clock) {
    var delivery = settings.delivery();
    var rules = new RetryRules(delivery.backoff(), delivery.retryFor(), new SecureRandom());
    var notices =
        new FailedNotices(
            client,
            clock,
            settings.dedupeFor(),
            delivery.failedEvents(),
            delivery.backoff().longest());
    return new Deliverer(delivery, sink, rules, notices, tracing, figures);
  }

  @Bean
  Deliveries deliveries(
      DispatcherSettings settings,
      RedisConnection redis,
      Deliverer deliverer,
      Inspector inspector,
      MeterRegistry registry,
      Figures figures) {
    var queues = settings.delivery().queues();
    var gauges = new QueueGauges(registry, inspector, queues.all(), figures);
    var limits = new FirstLimits(inspector, queues.limits());
    return new Deliveries(
        server(settings.delivery(), redis, deliverer), settings.grace(), gauges, limits);
  }

  private static Optional<DelayedTaskServer> server(
      DeliverySettings settings, RedisConnection redis, Deliverer deliverer) {
    if (settings.concurrency() == 0) {
      return Optional.empty();
    }
    var options =
        ServerOptions.defaults()
            .withQueues(settings.queues().served())
            .withConcurrency(settings.concurrency())
            .withLease(settings.lease())
            .withTimeout(Duration.ZERO) // each attempt has its own limit, see Sink
            .withMostLosses(0); // an event kills nobody; it would be given up without a notice
    return Optional.of(new DelayedTaskServer(redis, options, deliverer, new SecureRandom()));
  }

  @Bean
  HealthIndicator redisHealthIndicator(Deliveries deliveries) {
    return () -> deliveries.reachesRedis() ? Health.up().build() : Health.outOfService().build();
  }
}
