package dev.stayflow.reconcileorders;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.payments.PaymentProviders;
import dev.stayflow.runtime.Figures;
import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.Settings;
import dev.stayflow.runtime.TraceContext;
import dev.stayflow.store.Orders;
import dev.stayflow.store.Outbox;
import dev.stayflow.store.ProviderQuestions;
import dev.stayflow.store.StoreBeans;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.support.GenericApplicationContext;

/** Runs reconcile-orders. */
public final class ReconcileOrdersApplication implements FunctionWiring {
  private static final String PATIENCE = "ASK_PROVIDER_AFTER";
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);
  private static final Duration MOST_PATIENCE = Duration.ofHours(6);

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("reconcile-orders", new ReconcileOrdersApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    StoreBeans.registerWithOutbox(context, settings);
    PaymentProviders.register(context, settings);
    ZoneId zone = settings.zone("STAY_ZONE", ZoneId.of("Asia/Shanghai"));
    Duration patience = patience(settings);
    context.registerBean(
        "reconcileOrders",
        ReconcileOrders.class,
        () ->
            new ReconcileOrders(
                mendings(context, zone, patience),
                context.getBean(Figures.class),
                context.getBean(InstantSource.class)));
  }

  private static Duration patience(Settings settings) {
    Duration patience = settings.duration(PATIENCE, Duration.ofMinutes(2));
    if (patience.compareTo(LEAST_PATIENCE) < 0 || patience.compareTo(MOST_PATIENCE) > 0) {
      settings.reject(
          PATIENCE, "an ISO 8601 duration from %s to %s".formatted(LEAST_PATIENCE, MOST_PATIENCE));
    }
    return patience;
  }

  /** What others wait for comes first; events last, so that those of this run go along. */
  private static Supplier<List<Mending>> mendings(
      GenericApplicationContext context, ZoneId zone, Duration patience) {
    InstantSource clock = context.getBean(InstantSource.class);
    Orders orders = context.getBean(Orders.class);
    Outbox outbox = context.getBean(Outbox.class);
    var events =
        new EventWriter("reconcile-orders", clock, UUID::randomUUID, TraceContext::traceparent);
    ProviderQuestions questions = context.getBean(ProviderQuestions.class);
    var inquiry = new Inquiry(context.getBean(PaymentProviders.class), clock);
    Figures.Level parked =
        context
            .getBean(Figures.class)
            .level(
                "outbox_parked_events", "Events that their sink refused for good, at the last run");
    return () ->
        List.of(
            new OverdueOrders(orders, outbox, events, clock),
            new ExpiredStays(orders, clock, zone),
            new SilentProviders(questions, patience, inquiry, events, outbox),
            new LeftoverEvents(outbox, parked));
  }
}
