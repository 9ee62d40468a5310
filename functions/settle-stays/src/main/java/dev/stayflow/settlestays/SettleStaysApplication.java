package dev.stayflow.settlestays;

import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.Settings;
import dev.stayflow.store.StoreBeans;
import org.springframework.context.support.GenericApplicationContext;

/** Runs settle-stays. */
public final class SettleStaysApplication implements FunctionWiring {

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("settle-stays", new SettleStaysApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    StoreBeans.register(context, settings);
    context.registerBean("settleStays", SettleStays.class, SettleStays::new);
  }
}
