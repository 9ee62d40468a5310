package dev.stayflow.delayedtasks;

import java.util.List;

/**
 * The answer to a claim.
 *
 * @param nowMicros Redis's clock, microseconds since 1970
 * @param nextMillis when there may be more to claim: the next due time or end of a lease, or {@link
 *     Long#MAX_VALUE}
 */
record Claim(long nowMicros, long nextMillis, List<Lease> leases) {
  static final long NOTHING = Long.MAX_VALUE;
}
