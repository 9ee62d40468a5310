package dev.stayflow.dispatcher.operations;

import dev.stayflow.delayedtasks.DelayedTaskClient;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.Journal;
import dev.stayflow.delayedtasks.RedisConnection;
import dev.stayflow.delayedtasks.Schedules;
import dev.stayflow.dispatcher.schedules.ScheduleSettings;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What people change by hand. */
@Configuration(proxyBeanMethods = false)
public class OperationsBeans {
  @Bean
  Schedules schedules(RedisConnection redis) {
    return new Schedules(redis);
  }

  @Bean
  Jobs jobs(Inspector inspector, Audit audit, InstantSource clock) {
    return new Jobs(inspector, audit, clock, new SecureRandom());
  }

  @Bean
  Journal journal(RedisConnection redis) {
    return new Journal(redis);
  }

  @Bean
  Audit audit(Journal journal) {
    return new Audit(journal);
  }

  @Bean
  Operations operations(
      Inspector inspector,
      DelayedTaskClient client,
      Schedules schedules,
      ScheduleSettings files,
      EventDoor events,
      Jobs jobs,
      Audit audit) {
    return new Operations(inspector, client, schedules, files, events, jobs, audit);
  }
}
