package dev.stayflow.settlestays;

import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.Settings;
import dev.stayflow.store.Settlements;
import dev.stayflow.store.StoreBeans;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import org.springframework.context.support.GenericApplicationContext;

/** Runs settle-stays. */
public final class SettleStaysApplication implements FunctionWiring {

  private static final int DEFAULT_BATCH = 500;
  private static final int LARGEST_BATCH = 10_000;

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("settle-stays", new SettleStaysApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    StoreBeans.register(context, settings);
    ZoneId zone = settings.zone("STAY_ZONE", ZoneId.of("Asia/Shanghai"));
    int batch = settings.integer("SETTLE_BATCH", DEFAULT_BATCH, 1, LARGEST_BATCH);
    Duration budget = settings.duration("SETTLE_FOR", Duration.ofSeconds(30));
    context.registerBean(
        "settleStays",
        SettleStays.class,
        () ->
            new SettleStays(
                context.getBean(Settlements.class),
                context.getBean(InstantSource.class),
                zone,
                batch,
                budget));
  }
}
