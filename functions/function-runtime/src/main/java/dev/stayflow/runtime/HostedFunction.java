package dev.stayflow.runtime;

import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A function without an HTTP server of its own, for hosts that bring its calls in another form.
 * Settings, checks, traces, figures, log lines and problems are those of a {@link FunctionProcess}.
 */
public final class HostedFunction implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostedFunction.class);

  private final Application application;
  private final Door door;
  private final Tracing tracing;
  private final Health health;

  private HostedFunction(Application application, Door door, Tracing tracing, Health health) {
    this.application = application;
    this.door = door;
    this.tracing = tracing;
    this.health = health;
  }

  /**
   * What the function answered.
   *
   * @param headers as HTTP writes them
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Reply(int status, Map<String, String> headers, byte[] body) {
    /** Whether the function did what it was asked for: 2xx. */
    public boolean isDone() {
      return status / 100 == 2;
    }

    /** The body, which is JSON or nothing. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /**
   * Starts the function.
   *
   * @param name with hyphens, as in func.yaml
   * @param environment instead of the environment variables
   * @throws InvalidSettings when settings are missing or wrong
   */
  public static HostedFunction start(
      String name, FunctionWiring wiring, Map<String, String> environment) {
    return start(
        name, wiring, new Settings(environment), Optional.empty(), new Health(), new Metrics(name));
  }

  /**
   * The same for whoever brings the calls by itself.
   *
   * @param settings some of which may have been read already; what is wrong with them is told here
   * @param health learns what is to be waited for
   */
  static HostedFunction start(
      String name,
      FunctionWiring wiring,
      Settings settings,
      Optional<DevelopmentExample> example,
      Health health,
      Metrics metrics) {
    settings.choice("LOG_LEVEL", Logs.Threshold.INFO);
    settings.choice("LOG_FORMAT", Logs.Format.JSON);
    Tracing tracing = Tracing.from(name, settings);
    try {
      Application application =
          Application.build(name, wiring, settings, tracing.sdk(), metrics.figures());
      var admission = new Admission(wiring.takesSubPaths(), application.takesEvents());
      health.watch(application.checks());
      return new HostedFunction(
          application,
          new Door(application, admission, example, tracing, metrics),
          tracing,
          health);
    } catch (RuntimeException notStarted) {
      tracing.close();
      throw notStarted;
    }
  }

  Door door() {
    return door;
  }

  /** Whether it takes events, not requests. */
  public boolean takesEvents() {
    return application.takesEvents();
  }

  /** Waits until all that it needs is there; false when it is not within the limit. */
  public boolean awaitReady(Duration limit) {
    return health.awaitReady(limit);
  }

  /**
   * Answers a request.
   *
   * @param path below the function, {@code /} unless its wiring takes sub-paths
   * @param headers by names in any case; several values of one are joined by commas
   * @param body at most 64 KiB; a larger one is answered with 413
   */
  public Reply request(String method, String path, Map<String, String> headers, byte[] body) {
    return answer(new Call(method, path, inLowerCase(headers), body));
  }

  /**
   * Answers a call that the host brought in a form that cannot be read: 400 {@code bad-request}.
   *
   * @param why for the sender
   */
  public Reply unreadable(String why) {
    Problem problem = Problem.of(400, "bad-request", "The request cannot be read").detail(why);
    LOG.atWarn().addKeyValue("reason", why).log("a call cannot be read");
    return reply(Answer.of(Response.problem(problem), application.mapper()));
  }

  /** Answers an event. */
  public Reply deliver(CloudEvent event) {
    var headers = new HashMap<String, String>();
    byte[][] body = {{}};
    HttpMessageFactory.createWriter(
            headers::put,
            data -> {
              if (data != null) {
                body[0] = data;
              }
            })
        .writeBinary(event);
    return answer(new Call("POST", "/", inLowerCase(headers), body[0]));
  }

  private Reply answer(Call call) {
    try {
      return reply(door.answer(() -> call));
    } catch (IOException alreadyHere) {
      throw new UncheckedIOException(alreadyHere);
    }
  }

  private static Reply reply(Answer answer) {
    return new Reply(answer.status(), answer.headers(), answer.body());
  }

  private static Map<String, String> inLowerCase(Map<String, String> headers) {
    var lower = new HashMap<String, String>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    return lower;
  }

  /** Closes the beans in the reverse order of their creation. */
  @Override
  public void close() {
    health.stop();
    application.close();
    tracing.close();
  }
}
