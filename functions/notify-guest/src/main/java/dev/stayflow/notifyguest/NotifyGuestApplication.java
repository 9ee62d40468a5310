package dev.stayflow.notifyguest;

import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.Settings;
import dev.stayflow.store.StoreBeans;
import org.springframework.context.support.GenericApplicationContext;

/** Runs notify-guest. */
public final class NotifyGuestApplication implements FunctionWiring {

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("notify-guest", new NotifyGuestApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    StoreBeans.register(context, settings);
    context.registerBean("notifyGuest", NotifyGuest.class, NotifyGuest::new);
  }
}
