package dev.stayflow.payorder;

import dev.stayflow.order.Numbers;
import dev.stayflow.payments.PaymentProviders;
import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.GuestTokens;
import dev.stayflow.runtime.Settings;
import dev.stayflow.store.Payments;
import dev.stayflow.store.StoreBeans;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.random.RandomGenerator;
import org.springframework.context.support.GenericApplicationContext;

/** Runs pay-order. */
public final class PayOrderApplication implements FunctionWiring {

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("pay-order", new PayOrderApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    GuestTokens.register(context, settings);
    StoreBeans.register(context, settings);
    ZoneId zone = settings.zone("STAY_ZONE", ZoneId.of("Asia/Shanghai"));
    PaymentProviders.register(context, settings);
    context.registerBean(
        "payOrder",
        PayOrder.class,
        () ->
            new PayOrder(
                context.getBean(Payments.class),
                new Numbers(
                    context.getBean(InstantSource.class),
                    context.getBean(RandomGenerator.class),
                    zone),
                context.getBean(PaymentProviders.class),
                context.getBean(InstantSource.class)));
  }
}
