package dev.stayflow.delayedtasks.example;

import dev.stayflow.delayedtasks.Schedule;
import dev.stayflow.delayedtasks.Scheduler;
import dev.stayflow.delayedtasks.Schedules;
import dev.stayflow.delayedtasks.Task;
import java.time.Duration;

/** Registers a task that comes again and again, and stores it whenever its time has come. */
public final class EmailScheduler {
  private static final String EACH_MINUTE = "*/1 * * * *";

  private EmailScheduler() {}

  /**
   * Runs until SIGTERM.
   *
   * @param arguments when it comes, else each minute: cron of five or six fields, or {@code @every
   *     10s}
   */
  public static void main(String[] arguments) {
    var spec = arguments.length > 0 ? arguments[0] : EACH_MINUTE;
    Program.run(
        "email-scheduler",
        redis -> {
          var email = new Email("guest@example.com", "Your stay begins tomorrow.");
          var task =
              Task.of(Email.TYPE, email.payload()).maxRetries(3).retention(Duration.ofDays(1));
          var put = new Schedules(redis).put(Schedule.of("email", spec, task));
          var scheduler = new Scheduler(redis);
          scheduler.start();
          System.out.println("schedule email, " + spec + ": " + put);
          return scheduler;
        });
  }
}
