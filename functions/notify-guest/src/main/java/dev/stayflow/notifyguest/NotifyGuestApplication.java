package dev.stayflow.notifyguest;

import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.Settings;
import dev.stayflow.store.Notices;
import dev.stayflow.store.Orders;
import dev.stayflow.store.StoreBeans;
import java.time.InstantSource;
import java.time.ZoneId;
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
    SmtpSettings smtp = SmtpSettings.of(settings);
    ZoneId zone = settings.zone("STAY_ZONE", ZoneId.of("Asia/Shanghai"));
    context.registerBean(
        "notifyGuest",
        NotifyGuest.class,
        () ->
            new NotifyGuest(
                context.getBean(Orders.class),
                context.getBean(Notices.class),
                new Letters(zone),
                new MailServer(smtp),
                context.getBean(InstantSource.class)));
  }
}
