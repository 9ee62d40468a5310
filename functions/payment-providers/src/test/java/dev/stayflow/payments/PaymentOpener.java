package dev.stayflow.payments;

import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import dev.stayflow.runtime.Settings;
import java.util.Map;
import java.util.function.Function;
import org.springframework.context.support.GenericApplicationContext;

/** A function that can ask providers and take their callbacks; answers who takes new payments. */
final class PaymentOpener implements Function<Request, Response> {
  private final PaymentProviders providers;

  private PaymentOpener(PaymentProviders providers) {
    this.providers = providers;
  }

  static FunctionWiring wiring() {
    return PaymentOpener::register;
  }

  private static void register(GenericApplicationContext context, Settings settings) {
    PaymentProviders.register(context, settings);
    PaymentCallbacks.register(context, settings);
    context.registerBean(
        "paymentOpener",
        PaymentOpener.class,
        () -> new PaymentOpener(context.getBean(PaymentProviders.class)));
  }

  /** A process that starts, has made its providers, and ends. */
  public static void main(String[] args) {
    FunctionProcess.start("payment-opener", wiring(), System.getenv()).close();
  }

  @Override
  public Response apply(Request request) {
    return Response.ok(Map.of("name", providers.forNewPayments().name()));
  }
}
