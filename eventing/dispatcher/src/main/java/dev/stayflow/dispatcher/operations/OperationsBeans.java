package dev.stayflow.dispatcher.operations;

import org.springframework.context.annotation.Configuration;

/** What people change by hand. */
@Configuration(proxyBeanMethods = false)
public class OperationsBeans {}
