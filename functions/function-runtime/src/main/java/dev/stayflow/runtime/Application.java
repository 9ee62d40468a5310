package dev.stayflow.runtime;

import io.cloudevents.CloudEvent;
import io.opentelemetry.api.OpenTelemetry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.function.context.FunctionCatalog;
import org.springframework.cloud.function.context.FunctionProperties;
import org.springframework.cloud.function.context.FunctionRegistry;
import org.springframework.cloud.function.context.catalog.BeanFactoryAwareFunctionRegistry;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry.FunctionInvocationWrapper;
import org.springframework.cloud.function.json.JacksonMapper;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.support.GenericMessage;
import tools.jackson.databind.json.JsonMapper;

/**
 * The beans of a function process and its function, looked up in Spring Cloud Function's catalog. A
 * plain bean factory is filled by code: no SpringApplication, no scanning, no auto-configuration,
 * which is what makes the start fast.
 */
final class Application implements AutoCloseable {
  private final GenericApplicationContext context;
  private final FunctionInvocationWrapper function;
  private final RequestConverter requests;
  private final List<ReadyCheck> checks;

  private Application(GenericApplicationContext context, FunctionInvocationWrapper function) {
    this.context = context;
    this.function = function;
    this.requests = context.getBean(RequestConverter.class);
    this.checks = context.getBeanProvider(ReadyCheck.class).orderedStream().toList();
  }

  /**
   * @param name the function's name with hyphens
   * @throws InvalidSettings when the wiring found settings missing or wrong
   */
  static Application build(
      String name,
      FunctionWiring wiring,
      Settings settings,
      OpenTelemetry traces,
      Figures figures) {
    var context = new GenericApplicationContext();
    RuntimeBeans.register(context, wiring, settings, traces, figures);
    context.registerBean(FunctionRegistry.class, () -> catalog(context));
    context.refresh();
    return new Application(context, lookUp(context, camelCase(name)));
  }

  private static FunctionRegistry catalog(GenericApplicationContext context) {
    var converters =
        new CompositeMessageConverter(
            List.of(
                context.getBean(RequestConverter.class),
                context.getBean(EventConverter.class),
                context.getBean(ResponseConverter.class)));
    // Without an invocation helper the catalog takes no header of the request over into the answer
    // and invents no reply event.
    return new BeanFactoryAwareFunctionRegistry(
        new DefaultConversionService(),
        converters,
        new JacksonMapper(context.getBean(StrictJson.class).mapper()),
        new FunctionProperties(),
        null);
  }

  private static FunctionInvocationWrapper lookUp(GenericApplicationContext context, String bean) {
    @Nullable FunctionInvocationWrapper function =
        context.getBean(FunctionCatalog.class).lookup(bean, "application/json");
    // The catalog falls back to the only function there is when the name is wrong.
    if (function == null
        || !context.containsBean(bean)
        || (function.getRawInputType() != Request.class
            && function.getRawInputType() != CloudEvent.class)
        || function.getRawOutputType() != Response.class) {
      context.close();
      throw new IllegalStateException(
          "the wiring must register a bean '%s' whose class implements Function<Request, Response> or Function<CloudEvent, Response>"
              .formatted(bean));
    }
    return function;
  }

  private static String camelCase(String name) {
    var camel = new StringBuilder();
    for (String word : name.split("-", -1)) {
      camel.append(
          camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return camel.toString();
  }

  /** Whether the function takes events, not requests. */
  boolean takesEvents() {
    return function.getRawInputType() == CloudEvent.class;
  }

  JsonMapper mapper() {
    return context.getBean(StrictJson.class).mapper();
  }

  RequestConverter requests() {
    return requests;
  }

  List<ReadyCheck> checks() {
    return checks;
  }

  /**
   * Calls the function through the catalog. The message carries no header from outside, because
   * some of them steer the catalog.
   *
   * @param input a {@link Request} or a {@link CloudEvent}
   */
  Answer call(Object input) {
    return ResponseConverter.answer((Message<?>) function.apply(new GenericMessage<>(input)));
  }

  /**
   * Destroys the beans in the reverse order of their creation; those that are {@link AutoCloseable}
   * are closed.
   */
  @Override
  public void close() {
    context.close();
  }
}
