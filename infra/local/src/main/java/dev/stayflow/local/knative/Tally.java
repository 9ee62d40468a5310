package dev.stayflow.local.knative;

import java.util.concurrent.atomic.LongAdder;

/** What one Trigger or source has done since the process started. */
final class Tally {
  /** Events that were taken. */
  final LongAdder delivered = new LongAdder();

  /** Tries after the first one. */
  final LongAdder retried = new LongAdder();

  /** Events that nobody took and that went to the dead-letter sink. */
  final LongAdder deadLettered = new LongAdder();

  /** Events that the dead-letter sink did not take either. */
  final LongAdder lost = new LongAdder();
}
