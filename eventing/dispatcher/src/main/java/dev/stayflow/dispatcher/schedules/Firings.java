package dev.stayflow.dispatcher.schedules;

import dev.stayflow.delayedtasks.RedisConnection;
import dev.stayflow.delayedtasks.Scheduler;
import dev.stayflow.delayedtasks.Schedules;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;

/** Has schedules fire, and those of the file be in Redis, while the dispatcher runs. */
final class Firings implements SmartLifecycle {
  private final Optional<Scheduler> scheduler;
  private final Optional<FileWatch> watch;
  private final Duration looksEvery;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("schedules-file").daemon().factory());
  private volatile boolean running;

  Firings(RedisConnection redis, Schedules schedules, ScheduleSettings settings) {
    this.scheduler = settings.fires() ? Optional.of(new Scheduler(redis)) : Optional.empty();
    this.looksEvery = settings.looksEvery();
    this.watch =
        settings
            .file()
            .map(file -> new FileWatch(file, new FileSchedules(schedules, file.path().toString())));
  }

  @Override
  public void start() {
    running = true;
    scheduler.ifPresent(Scheduler::start);
    watch.ifPresent(this::lookAgainAndAgain);
  }

  @Override
  public void stop() {
    running = false;
    timer.shutdownNow();
    scheduler.ifPresent(Scheduler::close);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Also when this process fires nothing. */
  boolean reachesRedis() {
    return scheduler.map(Scheduler::reachesRedis).orElse(true);
  }

  private void lookAgainAndAgain(Runnable look) {
    var _ = timer.scheduleWithFixedDelay(look, 0, looksEvery.toMillis(), TimeUnit.MILLISECONDS);
  }
}
