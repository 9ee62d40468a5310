package dev.stayflow.payments;

import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import dev.stayflow.runtime.Settings;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import org.springframework.context.support.GenericApplicationContext;

/** A function that answers what a callback turned out to be. */
final class CallbackTeller implements Function<Request, Response> {
  private final PaymentCallbacks callbacks;

  private CallbackTeller(PaymentCallbacks callbacks) {
    this.callbacks = callbacks;
  }

  /**
   * Its wiring.
   *
   * @param clock its time
   */
  static FunctionWiring at(InstantSource clock) {
    return new FunctionWiring() {
      @Override
      public void register(GenericApplicationContext context, Settings settings) {
        context.registerBean(InstantSource.class, () -> clock);
        PaymentCallbacks.register(context, settings);
        context.registerBean(
            "callbackTeller",
            CallbackTeller.class,
            () -> new CallbackTeller(context.getBean(PaymentCallbacks.class)));
      }

      @Override
      public boolean takesSubPaths() {
        return true;
      }
    };
  }

  @Override
  public Response apply(Request request) {
    return callbacks.read(request, CallbackTeller::told);
  }

  private static Response told(CallbackReading reading) {
    return switch (reading) {
      case CallbackReading.News(String id, var fact) -> Response.ok(Map.of("id", id, "news", fact));
      case CallbackReading.NotRefunded(String id, String sn, String status) ->
          Response.ok(Map.of("id", id, "notRefunded", sn, "status", status));
      case CallbackReading.NotOurs(String id, String kind) ->
          Response.ok(Map.of("id", id, "notOurs", kind));
      case CallbackReading.Forged(String reason) ->
          Response.problem(Problem.of(401, "bad-signature", "forged").detail(reason));
    };
  }
}
