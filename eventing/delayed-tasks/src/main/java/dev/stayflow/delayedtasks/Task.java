package dev.stayflow.delayedtasks;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done at a time. The payload is the caller's own; the type picks its handler.
 * Immutable: each option gives a changed copy. Every duration is counted in microseconds, rounded
 * up, and must not be negative.
 */
public final class Task {
  /** Where tasks go that name no queue. */
  public static final String DEFAULT_QUEUE = "default";

  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final int MOST_BYTES_OF_NAMES = 512;
  private static final int MOST_BYTES_OF_HEADERS = 32 * 1024;
  private static final int MOST_BYTES_OF_PAYLOAD = 1 << 20;

  private final Fields fields;

  private Task(Fields fields) {
    this.fields = fields;
  }

  /**
   * A task of a generated id in the queue {@value #DEFAULT_QUEUE}, due at once.
   *
   * @param type 1 to 512 bytes of UTF-8
   * @param payload at most 1 MiB; for more, store it elsewhere and say where
   */
  public static Task of(String type, byte[] payload) {
    TaskId.requireText("a task type", type, MOST_BYTES_OF_NAMES);
    var id = new TaskId(DEFAULT_QUEUE, GeneratedId.next(System.currentTimeMillis()));
    return new Task(new Fields(type, id, copy(payload)));
  }

  /** As it lies in Redis: checked when it was stored, so not again. */
  static Task stored(TaskId id, String type, byte[] payload, Instant dueAt) {
    var fields = new Fields(type, id, payload);
    fields.due = new Due.At(dueAt);
    return new Task(fields);
  }

  /**
   * In another queue.
   *
   * @param queue see {@link TaskId}
   */
  public Task inQueue(String queue) {
    return withId(new TaskId(queue, fields.id.id()));
  }

  /** What makes it the same task as another in its queue; see {@link TaskId}. */
  public Task withId(String id) {
    return withId(new TaskId(fields.id.queue(), id));
  }

  /** Queue and id in one. */
  public Task withId(TaskId id) {
    return with(f -> f.id = id);
  }

  /** Never run before, by Redis's clock; rounded up to a millisecond; the past means now. */
  public Task at(Instant time) {
    return with(f -> f.due = new Due.At(time));
  }

  /** Not run before so much time has passed on Redis's clock. */
  public Task in(Duration time) {
    return with(f -> f.due = new Due.In(time));
  }

  /** How many failures are tried again before the task is archived; else as the server does. */
  public Task maxRetries(int retries) {
    if (retries < 0) {
      throw new IllegalArgumentException("a task has 0 or more retries, not " + retries);
    }
    return with(f -> f.maxRetries = retries);
  }

  /** An attempt that takes longer is interrupted and has failed. */
  public Task timeout(Duration time) {
    return with(f -> f.timeout = requireTime(time));
  }

  /** No attempt begins or goes on after it: then the task is archived. Rounded as {@link #at}. */
  public Task deadline(Instant time) {
    var at = new Due.At(time).time();
    return with(f -> f.deadline = at);
  }

  /** How long the task and its result can still be looked at once it is done. */
  public Task retention(Duration time) {
    return with(f -> f.retention = requireTime(time));
  }

  /** How long its id refuses to be stored again once it is done. */
  public Task rememberFor(Duration time) {
    return with(f -> f.remember = requireTime(time));
  }

  /** The only task of its type and payload in its queue, until it has ended or the time is over. */
  public Task uniqueFor(Duration time) {
    return uniqueFor(Digest.of(type(), fields.payload), time);
  }

  /** The only task of its queue that holds the lock, until it has ended or the time is over. */
  public Task uniqueFor(String lock, Duration time) {
    TaskId.requireText("a lock", lock, MOST_BYTES_OF_NAMES);
    if (!time.isPositive()) {
      throw new IllegalArgumentException("a lock holds for some time, not for " + time);
    }
    return with(
        f -> {
          f.unique = lock;
          f.uniqueFor = requireTime(time);
        });
  }

  /**
   * Tasks of a key (a tenant, an order) take turns with those of other keys; a queue may limit how
   * many of one key run at once, and so keep them in order.
   */
  public Task withKey(String key) {
    TaskId.requireText("a key", key, MOST_BYTES_OF_NAMES);
    return with(f -> f.key = key);
  }

  /** To be combined with others of the group by an aggregator; it then has no due time. */
  public Task inGroup(String group) {
    TaskId.requireText("a group", group, MOST_BYTES_OF_NAMES);
    return with(f -> f.group = group);
  }

  /**
   * What the reader of the payload, or middleware, needs to know.
   *
   * @param value all headers of a task together have at most 32768 bytes of UTF-8
   */
  public Task header(String name, String value) {
    return headers(Map.of(name, value));
  }

  /** Many at once, beside those that it has; see {@link #header}. */
  public Task headers(Map<String, String> more) {
    var headers = new TreeMap<>(fields.headers);
    more.forEach(
        (name, value) -> {
          TaskId.requireText("a header's name", name, MOST_BYTES_OF_NAMES);
          headers.put(name, value);
        });
    requireRoom(headers);
    return with(f -> f.headers = headers);
  }

  /** Whether an archived task of the same id gives way instead of refusing this one. */
  public Task replacingArchived() {
    return with(f -> f.replacesArchived = true);
  }

  /** See {@link #of}. */
  public Task withPayload(byte[] payload) {
    var copy = copy(payload);
    return with(f -> f.payload = copy);
  }

  public TaskId id() {
    return fields.id;
  }

  public String type() {
    return fields.type;
  }

  public Due due() {
    return fields.due;
  }

  public byte[] payload() {
    return fields.payload.clone();
  }

  public OptionalInt maxRetries() {
    return fields.maxRetries == null ? OptionalInt.empty() : OptionalInt.of(fields.maxRetries);
  }

  public Optional<Duration> timeout() {
    return Optional.ofNullable(fields.timeout);
  }

  public Optional<Instant> deadline() {
    return Optional.ofNullable(fields.deadline);
  }

  public Duration retention() {
    return fields.retention;
  }

  public Duration rememberFor() {
    return fields.remember;
  }

  public Optional<String> key() {
    return Optional.ofNullable(fields.key);
  }

  public Optional<String> group() {
    return Optional.ofNullable(fields.group);
  }

  public Map<String, String> headers() {
    return Collections.unmodifiableMap(fields.headers);
  }

  Optional<String> unique() {
    return Optional.ofNullable(fields.unique);
  }

  Duration uniqueFor() {
    return fields.uniqueFor;
  }

  boolean replacesArchived() {
    return fields.replacesArchived;
  }

  /** Not copied: for those who only read. */
  ByteBuffer payloadView() {
    return ByteBuffer.wrap(fields.payload).asReadOnlyBuffer();
  }

  @Override
  public String toString() {
    return "Task[%s, %s, %s, %d bytes]".formatted(id(), type(), due(), fields.payload.length);
  }

  private Task with(Consumer<Fields> change) {
    var copy = new Fields(fields);
    change.accept(copy);
    return new Task(copy);
  }

  private static void requireRoom(Map<String, String> headers) {
    var bytes = 0;
    for (var header : headers.entrySet()) {
      bytes += TaskId.bytes("a header", header.getKey());
      bytes += TaskId.bytes("a header", header.getValue());
    }
    if (bytes > MOST_BYTES_OF_HEADERS) {
      throw new IllegalArgumentException(
          "the headers of a task have at most %d bytes, these %d"
              .formatted(MOST_BYTES_OF_HEADERS, bytes));
    }
  }

  private static byte[] copy(byte[] payload) {
    if (payload.length > MOST_BYTES_OF_PAYLOAD) {
      throw new IllegalArgumentException(
          "a payload has at most %d bytes, this one %d: store it elsewhere and say where"
              .formatted(MOST_BYTES_OF_PAYLOAD, payload.length));
    }
    return payload.clone();
  }

  static Duration requireTime(Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a task's times are 0 to %d days, this one is %s".formatted(LONGEST.toDays(), time));
    }
    return time;
  }

  /** Written only while a copy is being made. */
  private static final class Fields {
    final String type;
    byte[] payload;
    TaskId id;
    Due due = Due.NOW;
    @Nullable Integer maxRetries;
    @Nullable Duration timeout;
    @Nullable Instant deadline;
    Duration retention = Duration.ZERO;
    Duration remember = Duration.ZERO;
    @Nullable String unique;
    Duration uniqueFor = Duration.ZERO;
    @Nullable String key;
    @Nullable String group;
    Map<String, String> headers = Map.of();
    boolean replacesArchived;

    Fields(String type, TaskId id, byte[] payload) {
      this.type = type;
      this.id = id;
      this.payload = payload;
    }

    Fields(Fields from) {
      this(from.type, from.id, from.payload);
      due = from.due;
      maxRetries = from.maxRetries;
      timeout = from.timeout;
      deadline = from.deadline;
      retention = from.retention;
      remember = from.remember;
      unique = from.unique;
      uniqueFor = from.uniqueFor;
      key = from.key;
      group = from.group;
      headers = from.headers;
      replacesArchived = from.replacesArchived;
    }
  }
}
