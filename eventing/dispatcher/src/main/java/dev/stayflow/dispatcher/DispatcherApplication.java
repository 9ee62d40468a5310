package dev.stayflow.dispatcher;

import dev.stayflow.dispatcher.access.AccessBeans;
import dev.stayflow.dispatcher.access.AccessSettings;
import dev.stayflow.dispatcher.api.ApiBeans;
import dev.stayflow.dispatcher.console.ConsoleBeans;
import dev.stayflow.dispatcher.operations.OperationsBeans;
import dev.stayflow.dispatcher.schedules.ScheduleBeans;
import dev.stayflow.dispatcher.schedules.ScheduleSettings;
import dev.stayflow.dispatcher.settings.InvalidSettings;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** Runs the dispatcher until SIGTERM, after which it ends with exit code 0. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
  DispatcherBeans.class,
  AccessBeans.class,
  OperationsBeans.class,
  ScheduleBeans.class,
  ApiBeans.class,
  ConsoleBeans.class
})
public class DispatcherApplication {
  DispatcherApplication() {}

  /** Settings come from environment variables; wrong ones are all printed, exit code 1. */
  public static void main(String[] arguments) {
    try {
      var context = start(System.getenv());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(context), "sigterm"));
    } catch (InvalidSettings wrong) {
      System.err.println("The dispatcher cannot start, its settings are not right:");
      wrong.problems().forEach(problem -> System.err.println("  " + problem));
      System.exit(1);
    } catch (RuntimeException told) { // by Spring Boot, with what to do
      System.exit(1);
    }
  }

  /** Starts the service within this process. */
  static ConfigurableApplicationContext start(Map<String, String> environment) {
    var settings = DispatcherSettings.from(environment);
    var tracing = tracing(settings);
    var application = new SpringApplication(DispatcherApplication.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setRegisterShutdownHook(false);
    application.setDefaultProperties(properties(settings));
    application.addInitializers(
        context -> {
          var beans = (GenericApplicationContext) context;
          beans.registerBean(DispatcherSettings.class, () -> settings);
          beans.registerBean(AccessSettings.class, settings::access);
          beans.registerBean(ScheduleSettings.class, settings::schedules);
          beans.registerBean(Tracing.class, () -> tracing);
        });
    return application.run();
  }

  private static Tracing tracing(DispatcherSettings settings) {
    try {
      return new Tracing(settings.openTelemetry());
    } catch (ConfigurationException e) {
      throw new InvalidSettings(List.of("OTEL_ variables: " + e.getMessage()));
    }
  }

  private static Map<String, Object> properties(DispatcherSettings settings) {
    var properties = new HashMap<String, Object>();
    properties.put("server.port", settings.port());
    properties.put("spring.lifecycle.timeout-per-shutdown-phase", settings.grace().plusSeconds(5));
    var level = settings.logLevel().name().toLowerCase(Locale.ROOT);
    properties.put("logging.level.dev.stayflow", level);
    properties.put(
        "logging.level.root",
        settings.logLevel().compareTo(DispatcherSettings.LogLevel.INFO) > 0 ? "info" : level);
    if (settings.logFormat() == DispatcherSettings.LogFormat.JSON) {
      properties.put("logging.structured.format.console", "logstash");
    }
    return properties;
  }

  /** A JVM that ends by a signal has exit code 143, which looks like a failure. */
  private static void end(ConfigurableApplicationContext context) {
    context.close();
    Runtime.getRuntime().halt(0);
  }
}
