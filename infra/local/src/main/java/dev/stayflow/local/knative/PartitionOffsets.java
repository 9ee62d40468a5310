package dev.stayflow.local.knative;

import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * How far one partition is done: an offset may be committed only when its event and all before it
 * are done, so that killing the process delivers again what was under way and loses nothing.
 */
final class PartitionOffsets {
  private final TreeSet<Long> underWay = new TreeSet<>();
  private long next;
  private long committed;

  /**
   * @param position the offset of the first record that will be read
   */
  PartitionOffsets(long position) {
    next = position;
    committed = position;
  }

  synchronized void received(long offset) {
    underWay.add(offset);
    next = offset + 1;
  }

  synchronized void done(long offset) {
    underWay.remove(offset);
  }

  synchronized int underWay() {
    return underWay.size();
  }

  /**
   * The offset to commit: of the first event that is not done; empty when that is committed
   * already.
   */
  synchronized OptionalLong toCommit() {
    long reached = underWay.isEmpty() ? next : underWay.first();
    return reached == committed ? OptionalLong.empty() : OptionalLong.of(reached);
  }

  /** Kafka has it. */
  synchronized void committed(long offset) {
    committed = offset;
  }
}
