package dev.stayflow.dispatcher.schedules;

import dev.stayflow.delayedtasks.RedisConnection;
import dev.stayflow.delayedtasks.Schedules;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Schedules of events. */
@Configuration(proxyBeanMethods = false)
public class ScheduleBeans {
  @Bean
  ScheduledEventReader scheduledEventReader(ScheduleSettings settings) {
    return settings.reader();
  }

  @Bean
  Firings firings(RedisConnection redis, Schedules schedules, ScheduleSettings settings) {
    return new Firings(redis, schedules, settings);
  }

  @Bean
  HealthIndicator schedulesHealthIndicator(Firings firings) {
    return () -> firings.reachesRedis() ? Health.up().build() : Health.outOfService().build();
  }
}
