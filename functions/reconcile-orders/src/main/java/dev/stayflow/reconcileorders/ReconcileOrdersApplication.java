package dev.stayflow.reconcileorders;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.Settings;
import dev.stayflow.runtime.TraceContext;
import dev.stayflow.store.Orders;
import dev.stayflow.store.Outbox;
import dev.stayflow.store.StoreBeans;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.UUID;
import org.springframework.context.support.GenericApplicationContext;

/** Runs reconcile-orders. */
public final class ReconcileOrdersApplication implements FunctionWiring {

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("reconcile-orders", new ReconcileOrdersApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    StoreBeans.registerWithOutbox(context, settings);
    ZoneId zone = settings.zone("STAY_ZONE", ZoneId.of("Asia/Shanghai"));
    context.registerBean(
        "reconcileOrders",
        ReconcileOrders.class,
        () ->
            new ReconcileOrders(
                context.getBean(Orders.class),
                context.getBean(Outbox.class),
                new EventWriter(
                    "reconcile-orders",
                    context.getBean(InstantSource.class),
                    UUID::randomUUID,
                    TraceContext::traceparent),
                context.getBean(InstantSource.class),
                zone));
  }
}
