package dev.stayflow.cancelorder;

import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.Settings;
import dev.stayflow.store.StoreBeans;
import org.springframework.context.support.GenericApplicationContext;

/** Runs cancel-order. */
public final class CancelOrderApplication implements FunctionWiring {

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("cancel-order", new CancelOrderApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    StoreBeans.registerWithOutbox(context, settings);
    context.registerBean("cancelOrder", CancelOrder.class, CancelOrder::new);
  }
}
