package dev.stayflow.cancelorder;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.order.CancelRules;
import dev.stayflow.order.RefundPolicy;
import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.GuestTokens;
import dev.stayflow.runtime.Settings;
import dev.stayflow.runtime.TraceContext;
import dev.stayflow.store.Cancellations;
import dev.stayflow.store.Outbox;
import dev.stayflow.store.StoreBeans;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.support.GenericApplicationContext;

/** Runs cancel-order. */
public final class CancelOrderApplication implements FunctionWiring {

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("cancel-order", new CancelOrderApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    GuestTokens.register(context, settings);
    StoreBeans.registerWithOutbox(context, settings);
    ZoneId zone = settings.zone("STAY_ZONE", ZoneId.of("Asia/Shanghai"));
    Optional<RefundPolicy> policy =
        RefundPolicy.parse(settings.text("REFUND_POLICY", RefundPolicy.USUAL));
    if (policy.isEmpty()) {
      settings.reject(
          "REFUND_POLICY",
          "times before the arrival and percents (1 to 100), both strictly descending, such as "
              + RefundPolicy.USUAL);
    }
    context.registerBean(
        "cancelOrder",
        CancelOrder.class,
        () -> {
          InstantSource clock = context.getBean(InstantSource.class);
          var writer =
              new EventWriter("cancel-order", clock, UUID::randomUUID, TraceContext::traceparent);
          return new CancelOrder(
              context.getBean(Cancellations.class),
              new CancelRules(policy.orElseThrow(), zone),
              new CancelEvents(writer, clock),
              context.getBean(Outbox.class));
        });
  }
}
