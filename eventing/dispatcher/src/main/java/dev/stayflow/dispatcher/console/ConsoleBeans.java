package dev.stayflow.dispatcher.console;

import org.springframework.context.annotation.Configuration;

/** The console. */
@Configuration(proxyBeanMethods = false)
public class ConsoleBeans {}
