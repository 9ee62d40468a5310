package dev.stayflow.refundpayment;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.payments.PaymentProviders;
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

/** Runs refund-payment. */
public final class RefundPaymentApplication implements FunctionWiring {

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("refund-payment", new RefundPaymentApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    StoreBeans.registerWithOutbox(context, settings);
    PaymentProviders.register(context, settings);
    context.registerBean(
        "refundPayment",
        RefundPayment.class,
        () ->
            new RefundPayment(
                context.getBean(Payments.class),
                context.getBean(PaymentProviders.class),
                new EventWriter(
                    "refund-payment",
                    context.getBean(InstantSource.class),
                    UUID::randomUUID,
                    TraceContext::traceparent),
                context.getBean(Outbox.class)));
  }
}
