package dev.stayflow.dispatcher.schedules;

import org.springframework.context.annotation.Configuration;

/** Schedules of events. */
@Configuration(proxyBeanMethods = false)
public class ScheduleBeans {}
