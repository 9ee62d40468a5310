package dev.stayflow.settlestays;

import dev.stayflow.runtime.Response;
import dev.stayflow.store.Settlements;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles stays that are over with homestays' owners. Any event starts it; any number of it can run
 * at once, each in batches that the others leave alone.
 */
public final class SettleStays implements Function<CloudEvent, Response> {
  private static final Logger log = LoggerFactory.getLogger(SettleStays.class);

  private final Settlements settlements;
  private final InstantSource clock;
  private final ZoneId zone;
  private final int batchSize;
  private final Duration budget;

  /**
   * @param zone whose calendar says which day it is
   * @param batchSize orders a transaction
   * @param budget no further batch begins after it
   */
  SettleStays(
      Settlements settlements, InstantSource clock, ZoneId zone, int batchSize, Duration budget) {
    this.settlements = settlements;
    this.clock = clock;
    this.zone = zone;
    this.batchSize = batchSize;
    this.budget = budget;
  }

  @Override
  public Response apply(CloudEvent dayEnded) {
    Instant start = clock.instant();
    LocalDate today = LocalDate.ofInstant(start, zone);
    int orders = 0;
    int lines = 0;
    boolean more;
    do {
      Settlements.Batch batch = settlements.settle(today, batchSize);
      orders += batch.orders();
      lines += batch.lines();
      more = batch.orders() == batchSize;
    } while (more && clock.instant().isBefore(start.plus(budget)));
    log.atInfo()
        .addKeyValue("settlement_day", today)
        .addKeyValue("orders", orders)
        .addKeyValue("lines", lines)
        .addKeyValue("more", more)
        .log("stays settled");
    return more ? Response.retryLater("there are more stays to settle") : Response.done();
  }
}
