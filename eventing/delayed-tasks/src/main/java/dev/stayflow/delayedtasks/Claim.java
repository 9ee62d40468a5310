package dev.stayflow.delayedtasks;

import java.util.List;

/**
 * The answer to an exchange.
 *
 * @param nowMicros Redis's clock, microseconds since 1970
 * @param nextMicros when there may be more to claim, or {@link #NOTHING}
 * @param sorting whether more due tasks wait to be put in the lines of their keys
 * @param ended how many of the acknowledged tasks were still held
 */
record Claim(long nowMicros, long nextMicros, boolean sorting, long ended, List<Lease> leases) {
  static final long NOTHING = Long.MAX_VALUE;
}
