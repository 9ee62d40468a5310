package dev.stayflow.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.EnumSet;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashCommonFieldNames;
import net.logstash.logback.fieldnames.LogstashFieldNames;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sets up Logback by code, found by it as a service before the first line is logged: to standard
 * output, {@code LOG_FORMAT} json (one object a line) or text, from {@code LOG_LEVEL} on. Parsing
 * an XML file would cost a good part of the start.
 */
public final class Logs extends ContextAwareBase implements Configurator {
  /** The values of {@code LOG_FORMAT}. */
  enum Format {
    JSON,
    TEXT
  }

  /** The values of {@code LOG_LEVEL}. */
  enum Threshold {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  /** For {@link java.util.ServiceLoader}. */
  public Logs() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var settings = new Settings(System.getenv());
    Threshold threshold = settings.choice("LOG_LEVEL", Threshold.INFO);
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setContext(context);
    console.setEncoder(started(settings.choice("LOG_FORMAT", Format.JSON), context));
    console.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(threshold.name()));
    root.addAppender(console);
    // At debug the catalog logs every payload, guests' data among them.
    if (EnumSet.of(Threshold.TRACE, Threshold.DEBUG).contains(threshold)) {
      context.getLogger("org.springframework").setLevel(Level.INFO);
    }
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static Encoder<ILoggingEvent> started(Format format, LoggerContext context) {
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case JSON -> json();
          case TEXT -> text();
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> json() {
    var names = new LogstashFieldNames();
    names.setVersion(LogstashCommonFieldNames.IGNORE_FIELD_INDICATOR);
    names.setLevelValue(LogstashCommonFieldNames.IGNORE_FIELD_INDICATOR);
    names.setThread(LogstashCommonFieldNames.IGNORE_FIELD_INDICATOR);
    var encoder = new LogstashEncoder();
    encoder.setFieldNames(names);
    return encoder;
  }

  private static Encoder<ILoggingEvent> text() {
    var encoder = new PatternLayoutEncoder();
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0} %msg %kvp{NONE} %mdc%n%ex");
    return encoder;
  }
}
