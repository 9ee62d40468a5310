package dev.stayflow.local.stack;

import dev.stayflow.images.training.JavaCommand;
import dev.stayflow.images.training.TrainedCache;
import dev.stayflow.images.training.Training;
import dev.stayflow.images.training.TrainingFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Trains the AOT caches of those processes of the stack that have none, or that have changed. */
final class Trainer {
  private static final String TRAIN = "TRAIN";

  /** Each has a PostgreSQL of its own, and keeps a processor busy. */
  private static final int MOST_SIDE_BY_SIDE = 4;

  private final StackOptions options;
  private final StackFile file;
  private final PrintStream out;

  /** A process and the cache that it is to have. */
  record Trainee(String name, JavaCommand command, TrainedCache cache) {}

  Trainer(StackOptions options, StackFile file, PrintStream out) {
    this.options = options;
    this.file = file;
    this.out = out;
  }

  /**
   * Whether the caller wants caches to be trained: {@code TRAIN} is yes unless it says no.
   *
   * @throws StackFailure when it says something else
   */
  boolean isWanted() {
    var asked = options.caller().getOrDefault(TRAIN, "yes");
    return switch (asked) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new StackFailure("TRAIN is yes or no, not " + asked);
    };
  }

  /** The processes whose caches do not fit what they would run now. */
  List<Trainee> stale() {
    var java = new JavaRuntime(options);
    var stale =
        file.services().stream()
            .flatMap(service -> java.trainee(service).stream())
            .filter(trainee -> !trainee.cache().fits(trainee.command(), java.hashes()))
            .toList();
    java.rememberHashes();
    return stale;
  }

  /**
   * Trains them, several at a time, and tells of each. Waits while another process does so.
   *
   * @return false when one could not be trained: it starts without a cache
   */
  boolean train() {
    var directory = JavaRuntime.caches(options.root());
    try {
      Files.createDirectories(directory);
      try (var turns =
              FileChannel.open(
                  directory.resolve("turns"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = turn(turns)) {
        return train(stale());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + directory, e);
    }
  }

  private FileLock turn(FileChannel turns) throws IOException {
    var turn = turns.tryLock();
    if (turn == null) {
      out.println("Waiting for another training to end.");
      return turns.lock();
    }
    return turn;
  }

  private boolean train(List<Trainee> trainees) {
    if (trainees.isEmpty()) {
      return true;
    }
    out.printf("Training for quick starts, %d in all:%n", trainees.size());
    var waiting = new ConcurrentLinkedQueue<>(trainees);
    var trained = new AtomicInteger();
    var sideBySide = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_SIDE_BY_SIDE);
    try (var threads = Executors.newFixedThreadPool(sideBySide)) {
      Stream.generate(() -> CompletableFuture.runAsync(() -> train(waiting, trained), threads))
          .limit(sideBySide)
          .toList()
          .forEach(CompletableFuture::join);
    }
    return trained.get() == trainees.size();
  }

  private void train(ConcurrentLinkedQueue<Trainee> waiting, AtomicInteger trained) {
    try (var training = new Training()) {
      for (var next = waiting.poll(); next != null; next = waiting.poll()) {
        if (train(training, next)) {
          trained.incrementAndGet();
        }
      }
    }
  }

  private boolean train(Training training, Trainee trainee) {
    try {
      var result = training.train(trainee.name(), trainee.command(), trainee.cache().file());
      out.printf(
          "  %-17s ready after %d ms, %d ms while it learned%n",
          trainee.name(), result.after().toMillis(), result.before().toMillis());
      return true;
    } catch (TrainingFailure e) {
      out.printf("  %-17s starts without a cache: %s%n", trainee.name(), e.getMessage());
      return false;
    }
  }
}
