package dev.stayflow.createorder;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.order.Booking;
import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.GuestTokens;
import dev.stayflow.runtime.Settings;
import dev.stayflow.runtime.TraceContext;
import dev.stayflow.store.Homestays;
import dev.stayflow.store.Orders;
import dev.stayflow.store.Outbox;
import dev.stayflow.store.StoreBeans;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.springframework.context.support.GenericApplicationContext;

/** Runs create-order. */
public final class CreateOrderApplication implements FunctionWiring {

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("create-order", new CreateOrderApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    GuestTokens.register(context, settings);
    StoreBeans.registerWithOutbox(context, settings);
    ZoneId zone = settings.zone("STAY_ZONE", ZoneId.of("Asia/Shanghai"));
    Duration payWithin = settings.duration("PAY_WITHIN", Duration.ofMinutes(20));
    context.registerBean(
        "createOrder",
        CreateOrder.class,
        () ->
            new CreateOrder(
                context.getBean(Homestays.class),
                new Booking(
                    context.getBean(InstantSource.class),
                    context.getBean(RandomGenerator.class),
                    zone,
                    payWithin),
                context.getBean(Orders.class),
                new EventWriter(
                    "create-order",
                    context.getBean(InstantSource.class),
                    UUID::randomUUID,
                    TraceContext::traceparent),
                context.getBean(Outbox.class)));
  }
}
