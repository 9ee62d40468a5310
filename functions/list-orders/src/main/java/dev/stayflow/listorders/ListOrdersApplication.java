package dev.stayflow.listorders;

import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.GuestTokens;
import dev.stayflow.runtime.Settings;
import dev.stayflow.store.Orders;
import dev.stayflow.store.StoreBeans;
import java.time.ZoneId;
import org.springframework.context.support.GenericApplicationContext;

/** Runs list-orders. */
public final class ListOrdersApplication implements FunctionWiring {

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("list-orders", new ListOrdersApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    GuestTokens.register(context, settings);
    StoreBeans.register(context, settings);
    ZoneId zone = settings.zone("STAY_ZONE", ZoneId.of("Asia/Shanghai"));
    context.registerBean(
        "listOrders", ListOrders.class, () -> new ListOrders(context.getBean(Orders.class), zone));
  }
}
