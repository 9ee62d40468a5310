package dev.stayflow.refundpayment;

import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.Settings;
import dev.stayflow.store.StoreBeans;
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
    context.registerBean("refundPayment", RefundPayment.class, RefundPayment::new);
  }
}
