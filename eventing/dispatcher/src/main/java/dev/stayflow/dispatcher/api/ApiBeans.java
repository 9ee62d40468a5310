package dev.stayflow.dispatcher.api;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.Journal;
import dev.stayflow.delayedtasks.Schedules;
import dev.stayflow.dispatcher.operations.Operations;
import dev.stayflow.dispatcher.schedules.ScheduledEventReader;
import dev.stayflow.dispatcher.settings.ServiceFacts;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The REST API. */
@Configuration(proxyBeanMethods = false)
public class ApiBeans {
  @Bean
  ApiFaults apiFaults() {
    return new ApiFaults();
  }

  @Bean
  WebMvcConfigurer words() {
    return new WebMvcConfigurer() {
      @Override
      public void addFormatters(FormatterRegistry registry) {
        registry.addConverterFactory(new EnumWords());
      }
    };
  }

  @Bean
  QueueApi queueApi(Inspector inspector, Operations operations) {
    return new QueueApi(inspector, operations);
  }

  @Bean
  TasksApi tasksApi(Inspector inspector) {
    return new TasksApi(inspector);
  }

  @Bean
  TaskApi taskApi(Inspector inspector, Operations operations, InstantSource clock) {
    return new TaskApi(inspector, operations, clock);
  }

  @Bean
  SelectionApi selectionApi(Inspector inspector, Operations operations, InstantSource clock) {
    return new SelectionApi(inspector, operations, clock);
  }

  @Bean
  JobApi jobApi(Inspector inspector, Operations operations) {
    return new JobApi(inspector, operations);
  }

  @Bean
  EnqueueApi enqueueApi(Operations operations) {
    return new EnqueueApi(operations);
  }

  @Bean
  ScheduleApi scheduleApi(
      Inspector inspector,
      Schedules schedules,
      ScheduledEventReader reader,
      Operations operations,
      InstantSource clock) {
    return new ScheduleApi(inspector, schedules, reader, operations, clock);
  }

  @Bean
  ServiceApi serviceApi(Inspector inspector, Journal journal, ServiceFacts facts) {
    return new ServiceApi(inspector, journal, facts);
  }
}
