package dev.stayflow.checkin;

import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.Settings;
import dev.stayflow.store.StoreBeans;
import org.springframework.context.support.GenericApplicationContext;

/** Runs check-in. */
public final class CheckInApplication implements FunctionWiring {

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("check-in", new CheckInApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    StoreBeans.register(context, settings);
    context.registerBean("checkIn", CheckIn.class, CheckIn::new);
  }
}
