package dev.stayflow.delayedtasks.example;

import dev.stayflow.delayedtasks.DelayedTaskServer;
import dev.stayflow.delayedtasks.Outcome;
import dev.stayflow.delayedtasks.ServerOptions;
import dev.stayflow.delayedtasks.TaskMux;
import dev.stayflow.delayedtasks.TaskRun;
import java.util.SplittableRandom;

/** Sends the mails: prints them, that is. Any number of such processes share the work. */
public final class EmailWorker {
  private EmailWorker() {}

  /** Runs until SIGTERM. */
  public static void main(String[] arguments) {
    Program.run(
        "email-worker",
        redis -> {
          var handlers = new TaskMux().on(Email.TYPE, EmailWorker::send);
          var server =
              new DelayedTaskServer(
                  redis, ServerOptions.defaults(), handlers, new SplittableRandom());
          server.start();
          System.out.println("waits for tasks of type " + Email.TYPE);
          return server;
        });
  }

  private static Outcome send(TaskRun run) {
    var email = Email.read(run.task().payload());
    System.out.printf("%s: mail to %s: %s%n", run.task().id().id(), email.email(), email.content());
    return new Outcome.Done();
  }
}
