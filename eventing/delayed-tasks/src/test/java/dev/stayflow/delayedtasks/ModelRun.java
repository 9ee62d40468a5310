package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.delayedtasks.ModelTask.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does steps to a queue in Redis and to the model, and compares the two after each. */
final class ModelRun {
  private static final int WORKERS = 3;

  private final String queue;
  private final RedisConnection redis;
  private final RedisKeys keys;
  private final QueueStore store;
  private final Inspector inspector;
  private final Model model = new Model();
  private final ClaimRules claims = new ClaimRules(model);
  private final GroupRules groups = new GroupRules(model);
  private final List<List<Lease>> hands = new ArrayList<>();
  private final Map<Integer, List<Lease>> collected = new HashMap<>();
  private final Instant start;
  private Snapshot seen;
  private int tokens;

  ModelRun(RedisConnection redis, String queue) {
    this.redis = redis;
    this.queue = queue;
    this.keys = RedisKeys.of(queue);
    this.store = new QueueStore(queue, redis);
    this.inspector = new Inspector(redis);
    this.seen = Snapshot.of(redis, queue);
    this.start = Micros.instant(seen.now()).truncatedTo(ChronoUnit.MILLIS);
    for (var i = 0; i < WORKERS; i++) {
      hands.add(new ArrayList<>());
    }
  }

  void run(List<Step> steps) {
    for (var step : steps) {
      try {
        take(step);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("at " + step, e);
      }
    }
    drain();
  }

  private void take(Step step) {
    switch (step) {
      case Step.Enqueue enqueue -> enqueue(enqueue);
      case Step.Exchange exchange -> exchange(exchange);
      case Step.Finish finish -> finish(finish);
      case Step.Renew renew -> renew(renew);
      case Step.Progress progress -> progress(progress);
      case Step.Cancel cancel -> cancel(cancel);
      case Step.Schedule schedule -> schedule(schedule);
      case Step.Update update -> update(update);
      case Step.Remove remove -> {
        var answer = numbers(Script.REMOVE, arguments(remove.allowed(), remove.ids()));
        look();
        assertThat(answer).isEqualTo(model.remove(remove.ids(), remove.allowed()));
      }
      case Step.Shelve shelve -> {
        var answer = numbers(Script.SHELVE, arguments("by hand", shelve.ids()));
        assertThat(answer).isEqualTo(model.shelve(shelve.ids(), look()));
      }
      case Step.PutArchived put -> {
        var task = task(put.id()).withPayload(bytes("put"));
        var answer = client(Step.Span.NONE).archive(task, "put");
        assertThat(answer).isEqualTo(model.putArchived(task, look()));
      }
      case Step.Collect collect -> collect(collect);
      case Step.Combine combine -> combine(combine);
      case Step.Configure configure -> configure(configure);
      case Step.Tidy tidy -> {
        var answer = number(Script.TIDY, List.of(tidy.most()));
        assertThat(answer).isEqualTo(model.tidy(tidy.most(), look()));
      }
      case Step.Look look -> look(look);
    }
    Invariants.check(seen);
    ModelComparison.check(seen, model);
  }

  /** When the last script was run, and what it left. */
  private Window look() {
    var before = seen.now();
    seen = Snapshot.of(redis, queue);
    return new Window(before, seen.now());
  }

  private void enqueue(Step.Enqueue step) {
    var asked = step.tasks().stream().map(this::task).toList();
    var answers = client(Step.Span.NONE).enqueue(asked);
    model.enqueue(step.tasks(), asked, answers, look());
  }

  private void exchange(Step.Exchange step) {
    var done = fromHand(step.worker(), step.done());
    var token = "token-" + tokens++;
    var claim =
        RedisConnection.await(store.exchange(done, step.most(), duration(step.lease()), token));
    var window = look();
    assertThat(claim.nowMicros()).isBetween(window.from(), window.to());
    assertThat(claim.ended()).isEqualTo(model.acknowledge(done, Window.exactly(claim.nowMicros())));
    claims.claim(step.most(), step.lease().micros, token, claim);
    hands.get(step.worker()).addAll(claim.leases());
  }

  private void finish(Step.Finish step) {
    var endings =
        fromHand(step.worker(), step.count()).stream().map(lease -> ending(lease, step)).toList();
    if (!endings.isEmpty()) {
      var held = RedisConnection.await(store.finish(endings));
      assertThat(held).isEqualTo(model.finish(endings, look()));
    }
  }

  private static Ending ending(Lease lease, Step.Finish step) {
    var time = duration(step.time());
    return switch (step.how()) {
      case "done" -> Ending.done(lease, bytes("result"));
      case "retry" -> Ending.retry(lease, time, "failed");
      case "later" -> Ending.later(lease, time);
      case "archive" -> Ending.archive(lease, "given up");
      case "revoke" -> Ending.revoke(lease);
      case "release" -> Ending.release(lease);
      default -> throw new IllegalArgumentException(step.how());
    };
  }

  private void renew(Step.Renew step) {
    var hand = List.copyOf(hands.get(step.worker()));
    if (!hand.isEmpty()) {
      var renewed = RedisConnection.await(store.renew(hand, duration(step.lease())));
      assertThat(renewed).isEqualTo(model.renew(hand, look().plus(step.lease().micros)));
    }
  }

  private void progress(Step.Progress step) {
    for (var lease : hands.get(step.worker())) {
      var id = lease.task().id().id();
      var task = model.tasks.get(id);
      var held = task != null && lease.token().equals(task.token);
      assertThat(RedisConnection.await(store.progress(lease, bytes("half")))).isEqualTo(held);
    }
    look();
  }

  private void cancel(Step.Cancel step) {
    var answer = client(step.remember()).cancel(new TaskId(queue, step.id()));
    assertThat(answer).isEqualTo(model.cancel(step.id(), step.remember(), look()));
  }

  private void schedule(Step.Schedule step) {
    var due = due(step.due());
    var arguments = new ArrayList<Object>(List.of(Micros.text(due), step.allowed()));
    arguments.addAll(step.ids());
    var answer = numbers(Script.SCHEDULE, arguments);
    for (var i = 0; i < answer.size(); i++) {
      assertThat(answer.get(i) == -2 && !model.finished.containsKey(step.ids().get(i))).isFalse();
    }
    assertThat(answer.stream().map(met -> met == -2 ? 0 : met).toList())
        .isEqualTo(
            model.schedule(step.ids(), step.allowed(), due.equals(Due.NOW), at(due, look())));
  }

  private void update(Step.Update step) {
    var task = model.tasks.get(step.id());
    var had = task == null || step.changedMeanwhile() ? "something else" : task.body;
    var body = TaskFrame.body(task(step.id()).withPayload(bytes("updated " + tokens++)));
    var answer = number(Script.UPDATE, List.of(step.id(), latin(had), body));
    look();
    assertThat(answer).isEqualTo(model.update(step.id(), had, latin(body)));
  }

  private void collect(Step.Collect step) {
    var token = "collector-" + tokens++;
    var answer =
        redis.run(
            Script.COLLECT,
            keys,
            List.of(
                step.grace().micros,
                step.longest().micros,
                step.most(),
                step.lease().micros,
                token));
    var ids = Answer.list(answer.get(3)).stream().map(Answer::text).toList();
    var frames = Answer.list(answer.get(4));
    var now = Answer.number(answer.get(0));
    look();
    groups.collect(
        step,
        answer.get(2) == null ? "" : Answer.text(answer.get(2)),
        ids,
        token,
        Window.exactly(now));
    var leases = new ArrayList<Lease>();
    for (var i = 0; i < ids.size(); i++) {
      var frame = Answer.bytes(frames.get(i));
      var task = TaskFrame.read(new TaskId(queue, ids.get(i)), frame);
      var at = Micros.instant(TaskFrame.micros(frame));
      leases.add(new Lease(task, token, AttemptRecord.NONE, 0, at, Micros.instant(now)));
    }
    hands.get(step.worker()).addAll(leases);
    collected.put(step.worker(), leases);
  }

  private void combine(Step.Combine step) {
    var leases = collected.getOrDefault(step.worker(), List.of());
    if (leases.isEmpty()) {
      return;
    }
    var ids = leases.stream().map(lease -> lease.task().id().id()).toList();
    var combined = task(step.id()).withPayload(bytes("combined"));
    var due = due(step.due());
    var token = leases.getFirst().token();
    var arguments =
        new ArrayList<Object>(
            List.of(step.id(), Micros.text(due), TaskFrame.body(combined), "", token));
    arguments.addAll(ids);
    var answer = Answer.number(redis.run(Script.COMBINE, keys, arguments).getFirst());
    assertThat(Math.max(0, answer)).isEqualTo(model.combine(combined, ids, token, at(due, look())));
  }

  private void configure(Step.Configure step) {
    model.configure(step.name(), step.value());
    if (step.name().equals("paused")) {
      var _ = step.value().isEmpty() ? inspector.resume(queue) : inspector.pause(queue);
    } else {
      inspector.limit(queue, limits());
    }
    look();
  }

  private QueueLimits limits() {
    var limits = QueueLimits.NONE;
    for (var setting : model.settings.entrySet()) {
      var value = setting.getValue().intValue();
      limits =
          switch (setting.getKey()) {
            case "in-flight" -> limits.inFlight(value);
            case "rate" -> limits.rate(1e-6, value);
            case "key-limit" -> limits.perKey(value);
            case "archive-most" -> limits.archiveMost(value);
            case "archive-for" -> limits.archiveFor(Micros.duration(value));
            default -> limits;
          };
    }
    return limits;
  }

  private void look(Step.Look step) {
    var found = inspector.find(new TaskId(queue, step.id()));
    var counts = inspector.counts(queue);
    var now = look().to();
    var task = model.tasks.get(step.id());
    assertThat(found.map(TaskInfo::state).orElse(null))
        .isEqualTo(task == null ? null : state(task, now));
    var expected = new HashMap<TaskState, Long>();
    model.tasks.values().forEach(one -> expected.merge(state(one, now), 1L, Long::sum));
    assertThat(counts)
        .usingRecursiveComparison()
        .ignoringFields("oldestPending", "pausedSince")
        .isEqualTo(
            new QueueCounts(
                expected.getOrDefault(TaskState.SCHEDULED, 0L),
                expected.getOrDefault(TaskState.PENDING, 0L),
                expected.getOrDefault(TaskState.ACTIVE, 0L),
                expected.getOrDefault(TaskState.RETRY, 0L),
                expected.getOrDefault(TaskState.ARCHIVED, 0L),
                expected.getOrDefault(TaskState.COMPLETED, 0L),
                expected.getOrDefault(TaskState.AGGREGATING, 0L),
                model.in(Place.AGGREGATES).values().stream()
                    .map(one -> one.group)
                    .distinct()
                    .count(),
                model.finished.size(),
                Duration.ZERO,
                Optional.empty()));
    assertThat(counts.paused()).isEqualTo(model.settings.containsKey("paused"));
  }

  private static TaskState state(ModelTask task, long now) {
    return switch (task.place) {
      case WAITS ->
          task.isDue(now)
              ? TaskState.PENDING
              : task.failures > 0 ? TaskState.RETRY : TaskState.SCHEDULED;
      case LEASED -> TaskState.ACTIVE;
      case AGGREGATES -> TaskState.AGGREGATING;
      case ARCHIVED -> TaskState.ARCHIVED;
      case COMPLETED -> TaskState.COMPLETED;
    };
  }

  /** Lets every task come to its end; then nothing may be left of any. */
  private void drain() {
    for (var setting : List.of("paused", "in-flight", "rate", "key-limit")) {
      take(new Step.Configure(setting, ""));
    }
    hands.forEach(List::clear);
    take(new Step.Schedule(List.copyOf(model.tasks.keySet()), 0, "wgac"));
    for (var id : List.copyOf(model.in(Place.LEASED).keySet())) { // whose worker is gone
      take(new Step.Cancel(id, Step.Span.NONE));
    }
    var waiting = model.tasks.size();
    take(new Step.Exchange(0, 0, waiting, Step.Span.LONG));
    assertThat(hands.getFirst()).as("run in the end").hasSize(waiting);
    take(new Step.Exchange(0, waiting, 1, Step.Span.LONG));
    Invariants.checkEmpty(seen);
  }

  private List<Lease> fromHand(int worker, int count) {
    var hand = hands.get(worker);
    var oldest = hand.subList(0, Math.min(count, hand.size()));
    var taken = List.copyOf(oldest);
    oldest.clear();
    return taken;
  }

  private DelayedTaskClient client(Step.Span rememberCancelled) {
    return new DelayedTaskClient(redis, duration(rememberCancelled));
  }

  private Task task(String id) {
    return Task.of("model", bytes(id)).withId(new TaskId(queue, id));
  }

  private Task task(Step.Fresh fresh) {
    var task =
        task(fresh.id())
            .rememberFor(duration(fresh.remember()))
            .retention(duration(fresh.retention()));
    task =
        due(fresh.due()) instanceof Due.At at
            ? task.at(at.time())
            : task.in(Duration.ofMillis(fresh.due()));
    task = fresh.key().isEmpty() ? task : task.withKey(fresh.key());
    task = fresh.group().isEmpty() ? task : task.inGroup(fresh.group());
    task = fresh.lock().isEmpty() ? task : task.uniqueFor(fresh.lock(), duration(fresh.lockFor()));
    return fresh.replaces() ? task.replacingArchived() : task;
  }

  /** Of those far from now some are given as times and some as durations. */
  private Due due(long millis) {
    return millis < 0 || millis % 2 == 1
        ? new Due.At(start.plusMillis(millis))
        : new Due.In(Duration.ofMillis(millis));
  }

  private static Window at(Due due, Window now) {
    return switch (due) {
      case Due.At explicit -> Window.exactly(Micros.of(explicit.time()));
      case Due.In in -> now.plus(Micros.roundedUp(in.time()));
    };
  }

  private long number(Script script, List<?> arguments) {
    return redis.runForNumber(script, keys, arguments);
  }

  private List<Long> numbers(Script script, List<?> arguments) {
    return redis.run(script, keys, arguments).stream().map(Answer::number).toList();
  }

  private static List<String> arguments(String first, List<String> others) {
    var all = new ArrayList<>(List.of(first));
    all.addAll(others);
    return all;
  }

  private static Duration duration(Step.Span span) {
    return Micros.duration(span.micros);
  }

  private static byte[] bytes(String text) {
    return latin(text);
  }

  private static byte[] latin(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
