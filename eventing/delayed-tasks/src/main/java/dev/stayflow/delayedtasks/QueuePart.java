package dev.stayflow.delayedtasks;

import java.util.Locale;

/**
 * What Redis keeps of a queue. A score is a time in microseconds of Redis's clock unless said
 * otherwise. A task is in exactly one of {@link #DUE}, {@link #READY}, {@link #LEASE}, {@link
 * #AGGREGATING}, {@link #ARCHIVE} and {@link #COMPLETED}.
 */
enum QueuePart {
  /** ZSET: id by due time; waits for the first time or for a retry. */
  DUE,
  /** ZSET: id by due time; due, and in the line of its key. */
  READY,
  /** ZSET: id by the end of its lease; handed to a worker. */
  LEASE,
  /** ZSET: id by when it joined; waits in its group. */
  AGGREGATING,
  /** ZSET: id by the time it was given up. */
  ARCHIVE,
  /** ZSET: id by the time it is forgotten; done, kept to be looked at. */
  COMPLETED,
  /** ZSET: id by the time it may be stored again; done or cancelled. */
  FINISHED,
  /** HASH: id to task, of every task in a state: 16 digits of its due time, then its body. */
  PAYLOAD,
  /** HASH: id to the token of the claim that holds it. */
  FENCE,
  /** HASH: id to its attempt record, of every task that failed before. */
  ATTEMPTS,
  /** HASH: id to how many leases it lost. */
  LOSSES,
  /** ZSET: id by due time, of the waiting tasks that failed before. */
  RETRYING,
  /** HASH: id to what its handler last told. */
  PROGRESS,
  /** HASH: id to when it was completed, a blank, and its result. */
  RESULT,
  /** HASH: id to its key, behind + while it holds one of the key's places, else -. */
  KEY,
  /** HASH: key to how many of its tasks hold a place. */
  BUSY,
  /** ZSET, all scores 0: key, NUL, due time, NUL, id of every task in {@link #READY}. */
  WAITING,
  /** ZSET: key by turns taken, of every key that has tasks in line and room for one more. */
  TURNS,
  /** HASH: id to the group that it waits in, or was taken from to be combined. */
  GROUP,
  /** ZSET, all scores 0: group, NUL, when it joined, NUL, id of every task that aggregates. */
  MEMBERS,
  /** ZSET: group by the number of its tasks. */
  GROUP_SIZE,
  /** ZSET: group by when its oldest task joined. */
  GROUP_FIRST,
  /** ZSET: group by when its latest task joined. */
  GROUP_LAST,
  /** HASH: lock to the id that holds it. */
  UNIQUE,
  /** ZSET: lock by its end. */
  UNIQUE_UNTIL,
  /** HASH: id to the lock it holds. */
  UNIQUE_OF,
  /** HASH: pause and limits, and what is left of the rate limit. */
  CONFIG,
  /** HASH: how often what happened, in total and by day. */
  STATS,
  /** HASH: minute of the day to the minute since 1970 and its counts, see {@link MinuteCounts}. */
  MINUTES,
  /**
   * Channel: the due time of a task that became the first, 0 to look at once, x and an id for a
   * task that was cancelled under way.
   */
  WAKE;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** As the scripts call it. */
  String text() {
    return text;
  }
}
