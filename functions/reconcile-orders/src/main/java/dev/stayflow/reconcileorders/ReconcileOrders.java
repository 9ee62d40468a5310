package dev.stayflow.reconcileorders;

import dev.stayflow.runtime.Figures;
import dev.stayflow.runtime.Response;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mends what was left behind. Any event starts it; any number of it can run at once, each in
 * batches that the others leave alone.
 */
public final class ReconcileOrders implements Function<CloudEvent, Response> {
  private static final Logger log = LoggerFactory.getLogger(ReconcileOrders.class);

  /** Half of a PingSource's minute: what is not done by then is the next minute's. */
  private static final Duration BUDGET = Duration.ofSeconds(30);

  private final List<Mending> mendings;
  private final Figures.Count mendedInAll;
  private final InstantSource clock;

  ReconcileOrders(List<Mending> mendings, Figures figures, InstantSource clock) {
    this.mendings = mendings;
    this.mendedInAll = figures.count("mended_total", "What was left behind and mended", "what");
    this.clock = clock;
    new Mended().forEach(mendedInAll::add);
  }

  @Override
  public Response apply(CloudEvent tick) {
    Instant end = clock.instant().plus(BUDGET);
    var mended = new Mended();
    for (Mending mending : mendings) {
      boolean more = true;
      while (more) {
        more = mending.batch(mended) && clock.instant().isBefore(end);
      }
    }
    mended.on(log.atInfo()).log("reconciled");
    mended.forEach(mendedInAll::add);
    return Response.done();
  }
}
