package dev.stayflow.orderdetail;

import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.GuestTokens;
import dev.stayflow.runtime.Settings;
import dev.stayflow.store.Orders;
import dev.stayflow.store.StoreBeans;
import java.time.ZoneId;
import org.springframework.context.support.GenericApplicationContext;

/** Runs order-detail. */
public final class OrderDetailApplication implements FunctionWiring {

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("order-detail", new OrderDetailApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    GuestTokens.register(context, settings);
    StoreBeans.register(context, settings);
    ZoneId zone = settings.zone("STAY_ZONE", ZoneId.of("Asia/Shanghai"));
    context.registerBean(
        "orderDetail",
        OrderDetail.class,
        () -> new OrderDetail(context.getBean(Orders.class), zone));
  }
}
