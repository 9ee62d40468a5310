package dev.stayflow.dispatcher.console;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The console: what all pages share, then the pages. */
@Configuration(proxyBeanMethods = false)
@Import({
  ConsoleWeb.class,
  Chrome.class,
  Faulty.class,
  LiveFigures.class,
  LiveFeed.class,
  LivePage.class,
  QueueTable.class,
  OverviewPage.class,
  TaskList.class,
  QueuePage.class,
  QueueActions.class,
  TaskDetailPage.class,
  TaskActions.class,
  JobsPage.class,
  QueueForms.class,
  EnqueuePage.class,
  SchedulersPage.class,
  ScheduleActions.class,
  ScheduleEditor.class,
  ServersPage.class,
  RedisPage.class,
  MetricsPage.class,
  AuditPage.class,
  SettingsPage.class,
})
public class ConsoleBeans {}
