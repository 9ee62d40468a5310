package dev.stayflow.dispatcher.api;

import org.springframework.context.annotation.Configuration;

/** The REST API. */
@Configuration(proxyBeanMethods = false)
public class ApiBeans {}
