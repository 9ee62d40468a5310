package dev.stayflow.reconcileorders;

import dev.stayflow.runtime.Figures;
import dev.stayflow.store.Outbox;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events that stayed in the outbox, because the Broker or their writer was away. */
final class LeftoverEvents implements Mending {
  private static final Logger log = LoggerFactory.getLogger(LeftoverEvents.class);
  private static final int BATCH = 100;
  private static final Duration LEFT_BEHIND = Duration.ofSeconds(10);

  private final Outbox outbox;
  private final Figures.Level parked;

  LeftoverEvents(Outbox outbox, Figures.Level parked) {
    this.outbox = outbox;
    this.parked = parked;
  }

  @Override
  public boolean batch(Mended mended) {
    Outbox.Leftovers leftovers = outbox.publishLeftovers(LEFT_BEHIND, BATCH);
    if (leftovers.sinkAway() || leftovers.parkedInAll() > 0) {
      log.atWarn()
          .addKeyValue("sink_away", leftovers.sinkAway())
          .addKeyValue("parked", leftovers.parked())
          .addKeyValue("parked_in_all", leftovers.parkedInAll())
          .log("events are left in the outbox");
    }
    parked.set(leftovers.parkedInAll());
    mended.add(Mended.What.OUTBOX_EVENTS, leftovers.published());
    // A batch with a parked event is full too.
    return leftovers.published() + leftovers.parked() == BATCH;
  }
}
