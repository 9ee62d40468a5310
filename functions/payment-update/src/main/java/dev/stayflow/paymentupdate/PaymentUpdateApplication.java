package dev.stayflow.paymentupdate;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.Settings;
import dev.stayflow.runtime.TraceContext;
import dev.stayflow.store.Outbox;
import dev.stayflow.store.Payments;
import dev.stayflow.store.StoreBeans;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.context.support.GenericApplicationContext;

/** Runs payment-update. */
public final class PaymentUpdateApplication implements FunctionWiring {

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("payment-update", new PaymentUpdateApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    StoreBeans.registerWithOutbox(context, settings);
    context.registerBean(
        "paymentUpdate",
        PaymentUpdate.class,
        () -> {
          InstantSource clock = context.getBean(InstantSource.class);
          var writer =
              new EventWriter("payment-update", clock, UUID::randomUUID, TraceContext::traceparent);
          return new PaymentUpdate(
              context.getBean(Payments.class),
              new PaymentEvents(writer, clock),
              new PaymentNewsReader(clock),
              context.getBean(Outbox.class));
        });
  }
}
