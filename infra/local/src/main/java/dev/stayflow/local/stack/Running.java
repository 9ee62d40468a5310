package dev.stayflow.local.stack;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A started process of the stack. */
interface Running {
  ProcessHandle process();

  /** Whether it does its work by now. */
  boolean isReady();

  /** Completes with the exit code when it has ended, whatever the reason. */
  CompletableFuture<Integer> onExit();

  /** Asks it to end; kills it after {@code limit}. Returns when it has ended. */
  void stop(Duration limit);

  /** Ends it as a crash would. Returns when it has ended. */
  void kill();
}
