package dev.stayflow.reconcileorders;

import dev.stayflow.runtime.Figures;
import dev.stayflow.runtime.Response;
import dev.stayflow.runtime.Unavailable;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Mends what was left behind. Any event starts it; any number of it can run at once, each in
 * batches that the others leave alone. All kinds of mending take turns, a batch each, so that
 * neither a backlog nor a fault of one keeps the others waiting.
 */
public final class ReconcileOrders implements Function<CloudEvent, Response> {
  private static final Logger log = LoggerFactory.getLogger(ReconcileOrders.class);

  /** Half of a PingSource's minute: what is not done by then is the next minute's. */
  private static final Duration BUDGET = Duration.ofSeconds(30);

  private final Supplier<List<Mending>> mendings;
  private final Figures.Count mendedInAll;
  private final InstantSource clock;

  /**
   * @param mendings those of a new run, in the order of their turns
   */
  ReconcileOrders(Supplier<List<Mending>> mendings, Figures figures, InstantSource clock) {
    this.mendings = mendings;
    this.mendedInAll = figures.count("mended_total", "What was left behind and mended", "what");
    this.clock = clock;
    new Mended().forEach(mendedInAll::add);
  }

  @Override
  public Response apply(CloudEvent tick) {
    Instant end = clock.instant().plus(BUDGET);
    var mended = new Mended();
    List<Mending> left = new ArrayList<>(mendings.get());
    List<Mending> failed = new ArrayList<>();
    do {
      left.removeIf(mending -> !batch(mending, mended, failed));
    } while (!left.isEmpty() && clock.instant().isBefore(end));
    mended.on(log.atInfo()).log("reconciled");
    mended.forEach(mendedInAll::add);
    return failed.isEmpty()
        ? Response.done()
        : Response.retryLater("Not all could be looked after; the log says why");
  }

  private static boolean batch(Mending mending, Mended mended, List<Mending> failed) {
    try {
      return mending.batch(mended);
    } catch (RuntimeException fault) {
      failed.add(mending);
      log.atLevel(fault instanceof Unavailable ? Level.WARN : Level.ERROR)
          .addKeyValue("mending", mending.getClass().getSimpleName())
          .addKeyValue("reason", Reason.of(fault))
          .log("mending failed");
      return false;
    }
  }
}
