package dev.stayflow.payments;

import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import dev.stayflow.runtime.Settings;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.springframework.context.support.GenericApplicationContext;

/** What the chosen providers tell by calling back, each at a path of its name. */
public final class PaymentCallbacks {
  private final Map<String, CallbackReader> byPath;

  private PaymentCallbacks(Map<String, CallbackReader> byPath) {
    this.byPath = byPath;
  }

  /**
   * Registers them. {@code PAYMENT_PROVIDERS} as for {@link PaymentProviders}; each has settings of
   * its own, which must be there once it is named; the README lists them.
   */
  public static void register(GenericApplicationContext context, Settings settings) {
    Map<String, Function<InstantSource, CallbackReader>> chosen = new LinkedHashMap<>();
    for (ProviderName name : ProviderName.chosen(settings)) {
      chosen.put("/" + name.text(), reader(name, settings));
    }
    context.registerBean(
        PaymentCallbacks.class, () -> made(chosen, context.getBean(InstantSource.class)));
  }

  private static PaymentCallbacks made(
      Map<String, Function<InstantSource, CallbackReader>> chosen, InstantSource clock) {
    Map<String, CallbackReader> byPath = new LinkedHashMap<>();
    chosen.forEach((path, reader) -> byPath.put(path, reader.apply(clock)));
    return new PaymentCallbacks(byPath);
  }

  private static Function<InstantSource, CallbackReader> reader(
      ProviderName name, Settings settings) {
    return switch (name) {
      case SANDBOX -> {
        CallbackReader reader = SandboxCallbacks.from(settings);
        yield _ -> reader;
      }
      case WECHAT -> WechatSettings.callbacks(settings);
    };
  }

  /**
   * Goes on with what the provider of the request's path tells; {@code /} is the sandbox. Another
   * path is answered with 404, a signed body that is not as agreed with 400.
   */
  public Response read(Request request, Function<CallbackReading, Response> next) {
    String path = request.path().equals("/") ? "/" + SandboxProvider.NAME : request.path();
    CallbackReader reader = byPath.get(path);
    if (reader == null) {
      return Response.problem(
          Problem.of(404, "no-such-provider", "No such payment provider")
              .detail(
                  "the path names no provider that is configured; there is "
                      + String.join(", ", Collections.unmodifiableSet(byPath.keySet()))));
    }
    return reader.read(request, next);
  }
}
