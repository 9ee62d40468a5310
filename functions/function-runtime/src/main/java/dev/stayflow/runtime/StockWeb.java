package dev.stayflow.runtime;

import io.opentelemetry.api.OpenTelemetry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.function.core.FunctionInvocationHelper;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.messaging.Message;

/**
 * Brings a wiring's beans into a stock Spring Boot application with {@code
 * spring-cloud-starter-function-web}. What the front does is then the application's own affair:
 * paths, sizes, health, figures, traces; and a broken CloudEvent is a 500 there, because the stock
 * catalog swallows the reason.
 */
public final class StockWeb implements ApplicationContextInitializer<GenericApplicationContext> {
  private final FunctionWiring wiring;
  private final Map<String, String> environment;

  /**
   * @param environment the settings, instead of the environment variables
   */
  public StockWeb(FunctionWiring wiring, Map<String, String> environment) {
    this.wiring = wiring;
    this.environment = environment;
  }

  @Override
  public void initialize(GenericApplicationContext context) {
    RuntimeBeans.register(
        context,
        wiring,
        new Settings(environment),
        OpenTelemetry.noop(),
        new Figures(new PrometheusRegistry()));
    context.registerBean(NoReplyEvents.class, () -> new NoReplyEvents());
    context.registerBean(
        ResponseWriter.class, () -> new ResponseWriter(context.getBean(StrictJson.class)));
  }

  /** Stands in for the helper that would make an event of every answer to an event. */
  private static final class NoReplyEvents implements FunctionInvocationHelper<Message<?>> {}

  /**
   * Writes a response's own status and headers; the stock adapter answers 200 and gives every
   * header of the request back.
   */
  private static final class ResponseWriter implements HttpMessageConverter<Response> {
    private final StrictJson json;

    ResponseWriter(StrictJson json) {
      this.json = json;
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
      return false;
    }

    @Override
    public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
      return type == Response.class;
    }

    @Override
    public List<MediaType> getSupportedMediaTypes() {
      return List.of(MediaType.ALL);
    }

    @Override
    public Response read(Class<? extends Response> type, HttpInputMessage input) {
      throw new UnsupportedOperationException("responses are only written");
    }

    @Override
    public void write(Response response, @Nullable MediaType mediaType, HttpOutputMessage output)
        throws IOException {
      Answer answer = Answer.of(response, json.mapper());
      HttpHeaders headers = output.getHeaders();
      headers.clear();
      answer.headers().forEach(headers::set);
      headers.setContentLength(answer.body().length);
      ((ServerHttpResponse) output).setStatusCode(HttpStatusCode.valueOf(answer.status()));
      output.getBody().write(answer.body());
    }
  }
}
