package dev.stayflow.checkin;

import dev.stayflow.order.CheckInRules;
import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.GuestTokens;
import dev.stayflow.runtime.Settings;
import dev.stayflow.store.CheckIns;
import dev.stayflow.store.StoreBeans;
import java.time.ZoneId;
import org.springframework.context.support.GenericApplicationContext;

/** Runs check-in. */
public final class CheckInApplication implements FunctionWiring {

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("check-in", new CheckInApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    GuestTokens.register(context, settings);
    StoreBeans.register(context, settings);
    ZoneId zone = settings.zone("STAY_ZONE", ZoneId.of("Asia/Shanghai"));
    context.registerBean(
        "checkIn",
        CheckIn.class,
        () -> new CheckIn(context.getBean(CheckIns.class), new CheckInRules(zone)));
  }
}
