package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stores and cancels tasks, for any number of threads. Every method may throw {@link
 * RedisUnavailable}, after which repeating the call is safe, and {@link EvictingRedis}.
 *
 * <p>Tasks that are stored one by one at the same time share their way to Redis; one that comes
 * alone goes at once.
 */
public final class DelayedTaskClient implements AutoCloseable {
  /** As take.lua calls the states: those that wait for their time, and those in a group. */
  private static final String WAITING = "wg";

  private static final int ROOM_MIB = 64;
  private static final int ROOM_KIB = ROOM_MIB * 1024;
  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(5);

  private final RedisConnection redis;
  private final Duration rememberCancelled;
  private final QueueRegistry queues;
  private final Map<String, EnqueueScript> scripts = new ConcurrentHashMap<>();
  private final Map<String, Coalescer> coalescers = new ConcurrentHashMap<>();

  /** Of what waits for its answer, in KiB. */
  private final Semaphore room = new Semaphore(ROOM_KIB);

  /** One is held for each call of {@link #enqueueAsync} until its caller knows the answer. */
  private final Semaphore untold = new Semaphore(Integer.MAX_VALUE);

  private volatile boolean closed;

  /**
   * A client over a connection that stays the caller's.
   *
   * @param rememberCancelled how long a cancelled id refuses to be stored again
   */
  public DelayedTaskClient(RedisConnection redis, Duration rememberCancelled) {
    this.redis = redis;
    this.rememberCancelled = Task.requireTime(rememberCancelled);
    this.queues = new QueueRegistry(redis);
  }

  /** Stores a task. Waits for its turn when {@value #ROOM_MIB} MiB of others wait already. */
  public Enqueued enqueue(Task task) {
    var encoded = new TaskToStore(task);
    room.acquireUninterruptibly(kib(encoded));
    try {
      requireOpen();
      return RedisConnection.await(coalescer(task).store(encoded, true));
    } finally {
      room.release(kib(encoded));
    }
  }

  /**
   * Stores a task without waiting. Tasks whose due time is counted from now may overtake each other
   * when the answer of one is not awaited before the next is sent.
   *
   * @return completes with what {@link #enqueue(Task)} returns or throws, or with {@link
   *     TooManyWaiting} when {@value #ROOM_MIB} MiB of tasks wait for their answers
   */
  public CompletionStage<Enqueued> enqueueAsync(Task task) {
    var encoded = new TaskToStore(task);
    if (!room.tryAcquire(kib(encoded))) {
      return CompletableFuture.failedFuture(new TooManyWaiting(ROOM_MIB));
    }
    if (closed || !untold.tryAcquire()) {
      room.release(kib(encoded));
      throw closed();
    }
    var told = new CompletableFuture<Enqueued>();
    var _ =
        coalescer(task)
            .store(encoded, false)
            .whenCompleteAsync(
                (result, fault) -> {
                  room.release(kib(encoded));
                  tell(told, result, fault);
                  untold.release();
                },
                // what the caller does next may block
                Thread::startVirtualThread);
    return told;
  }

  /**
   * Stores many tasks, in any queues. Those of a queue keep their order when they are due at the
   * same time. Not one transaction: when it throws, some may be stored, and a repeat stores the
   * others.
   *
   * @return what became of each, in order
   */
  public List<Enqueued> enqueue(List<Task> tasks) {
    requireOpen();
    return new BulkEnqueue(tasks, this::script).run();
  }

  /**
   * Lets a task that waits run at another time; see {@link Task#at}. One that failed before has no
   * more attempts for it.
   */
  public Rescheduled reschedule(TaskId id, Instant time) {
    return reschedule(id, new Due.At(time));
  }

  /** Lets a task that waits run after so much time, counted from now; see {@link Task#in}. */
  public Rescheduled reschedule(TaskId id, Duration time) {
    return reschedule(id, new Due.In(time));
  }

  /**
   * Gives another payload to a task that does not run; see {@link #update(TaskId, UnaryOperator)}.
   */
  public Updated update(TaskId id, byte[] payload) {
    return update(id, task -> task.withPayload(payload));
  }

  /**
   * Changes a task that waits or was archived, but for its id, queue, due time, key, group and
   * lock.
   *
   * @param change gets the task as it is stored; called again when others changed it meanwhile
   * @throws IllegalArgumentException when it changes what an update cannot
   * @throws IllegalStateException when somebody else's or a newer program's task lies there, or
   *     when others changed the task each time it was tried
   */
  public Updated update(TaskId id, UnaryOperator<Task> change) {
    return new TaskUpdate(redis, id).run(change);
  }

  /** Takes the task away, or makes sure that it is not stored when it comes later. */
  public Cancelled cancel(TaskId id) {
    return cancel(id, rememberCancelled);
  }

  /**
   * Takes the task away.
   *
   * @param rememberFor how long its id refuses to be stored again, whether it was there or not
   */
  public Cancelled cancel(TaskId id, Duration rememberFor) {
    var arguments = List.of(id.id(), Micros.roundedUp(Task.requireTime(rememberFor)));
    var met = redis.runForNumber(Script.CANCEL, RedisKeys.of(id.queue()), arguments);
    return met >= 2 ? Cancelled.UNDER_WAY : met == 1 ? Cancelled.WAITED : Cancelled.NOT_THERE;
  }

  /**
   * Puts a task straight into the archive, never to run by itself.
   *
   * @return whether it was new
   */
  public boolean archive(Task task, String reason) {
    queues.note(task.id().queue());
    var arguments = List.of(task.id().id(), TaskFrame.body(task), reason);
    return redis.runForNumber(Script.PUT_ARCHIVED, RedisKeys.of(task.id().queue()), arguments) == 1;
  }

  /**
   * Takes no more tasks to store and waits, for 5 s at most, until the callers of {@link
   * #enqueueAsync} have their answers. The connection stays open.
   */
  @Override
  public void close() {
    closed = true;
    try {
      var all = Integer.MAX_VALUE;
      if (untold.tryAcquire(all, CLOSES_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        untold.release(all);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Rescheduled reschedule(TaskId id, Due due) {
    var arguments = List.of(Micros.text(due), WAITING, id.id());
    var met = redis.run(Script.SCHEDULE, RedisKeys.of(id.queue()), arguments).getFirst();
    return switch ((int) Answer.number(met)) {
      case 1 -> new Rescheduled.Moved();
      case 0 -> new Rescheduled.NotThere();
      case -2 -> new Rescheduled.Finished();
      default -> new Rescheduled.NotWaiting();
    };
  }

  private static void tell(
      CompletableFuture<Enqueued> told, Enqueued result, @Nullable Throwable fault) {
    if (fault == null) {
      told.complete(result);
    } else {
      told.completeExceptionally(fault);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw closed();
    }
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("this client of delayed tasks was closed");
  }

  private static int kib(TaskToStore task) {
    return 1 + task.bytes() / 1024;
  }

  private Coalescer coalescer(Task task) {
    return coalescers.computeIfAbsent(task.id().queue(), queue -> new Coalescer(script(queue)));
  }

  private EnqueueScript script(String queue) {
    return scripts.computeIfAbsent(queue, name -> new EnqueueScript(name, redis, queues));
  }
}
