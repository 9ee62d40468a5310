package dev.stayflow.closeorder;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.Settings;
import dev.stayflow.runtime.TraceContext;
import dev.stayflow.store.Orders;
import dev.stayflow.store.Outbox;
import dev.stayflow.store.StoreBeans;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.context.support.GenericApplicationContext;

/** Runs close-order. */
public final class CloseOrderApplication implements FunctionWiring {

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("close-order", new CloseOrderApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    StoreBeans.registerWithOutbox(context, settings);
    context.registerBean(
        "closeOrder",
        CloseOrder.class,
        () ->
            new CloseOrder(
                context.getBean(Orders.class),
                new EventWriter(
                    "close-order",
                    context.getBean(InstantSource.class),
                    UUID::randomUUID,
                    TraceContext::traceparent),
                context.getBean(Outbox.class),
                context.getBean(InstantSource.class)));
  }
}
