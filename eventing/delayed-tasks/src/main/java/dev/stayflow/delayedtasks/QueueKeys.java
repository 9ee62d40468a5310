package dev.stayflow.delayedtasks;

/**
 * Every Redis key of a queue. The braces keep them in one slot of a Redis Cluster.
 *
 * @param due ZSET: id by due time (ms); waiting for the first time or for a retry
 * @param lease ZSET: id by the end of its lease (ms); handed to a worker
 * @param archive ZSET: id by the time it was given up (ms)
 * @param finished ZSET: id by the time it may be forgotten (ms); done or cancelled
 * @param payload HASH: id to frame, of every task that is due, leased or archived
 * @param fence HASH: id to the token of the claim that holds it, of every leased task
 * @param attempts HASH: id to its attempt record, of every task that failed before
 * @param retrying SET: ids in due that failed before
 * @param wake channel: due time (ms) of a task that became the first of due
 */
record QueueKeys(
    String due,
    String lease,
    String archive,
    String finished,
    String payload,
    String fence,
    String attempts,
    String retrying,
    String wake) {

  static QueueKeys of(String queue) {
    TaskId.requireQueue(queue);
    return new QueueKeys(
        key(queue, "due"),
        key(queue, "lease"),
        key(queue, "archive"),
        key(queue, "finished"),
        key(queue, "payload"),
        key(queue, "fence"),
        key(queue, "attempts"),
        key(queue, "retrying"),
        key(queue, "wake"));
  }

  private static String key(String queue, String part) {
    return "tasks:{" + queue + "}:" + part;
  }
}
