package dev.stayflow.images.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * Makes AOT caches of processes by letting them do their work. Starts the servers that they need
 * once for all that it trains. Not thread safe: the processes share these servers.
 */
public final class Training implements AutoCloseable {
  /**
   * The heap decides how a cache stores references, so it must not depend on the memory of the
   * machine that trains; C1 alone makes the profiles that start fastest. What cannot be kept in a
   * cache is nobody's concern.
   */
  private static final String[] FLAGS = {"-Xmx256m", "-XX:TieredStopAtLevel=1", "-Xlog:aot*=error"};

  /** A run that broke off in the middle writes a cache too, a small one. */
  private static final long LEAST_BYTES = 15L << 20;

  private final Surroundings surroundings = new Surroundings();

  /**
   * What was trained.
   *
   * @param before from the start until ready, in the training run
   * @param after the same with the cache
   */
  public record Result(TrainedCache cache, Duration before, Duration after) {}

  /**
   * Whether there is a script to train the process with.
   *
   * @param process its name
   */
  public static boolean knows(String process) {
    return Script.exists(process);
  }

  /**
   * Runs the process, sends it the requests of its script, lets it end, and tries the cache.
   *
   * @param process its name; {@code <name>.training} on the class path says what it is trained with
   * @param command as it will run later: a cache fits these paths, jars and flags only
   * @param cache the file to write
   * @throws TrainingFailure when the process fails or answers otherwise than expected, or when the
   *     cache cannot be used; no file is left then
   */
  public Result train(String process, JavaCommand command, Path cache) {
    var before = TrainedCache.hash(command, new FileHashes());
    var script = Script.of(process);
    var trained = new TrainedCache(cache);
    try {
      surroundings.restore();
      var learning = rehearse(script, command, cache);
      var learned = tryOut(script, command, cache);
      trained.stamp(before);
      if (!trained.fits(command)) {
        throw new TrainingFailure("a jar has changed meanwhile");
      }
      return new Result(trained, learning, learned);
    } catch (RuntimeException e) {
      delete(cache);
      delete(cache.resolveSibling(cache.getFileName() + ".config"));
      throw e instanceof TrainingFailure
          ? new TrainingFailure("Training %s failed: %s".formatted(process, e.getMessage()), e)
          : e;
    }
  }

  private Duration rehearse(Script script, JavaCommand command, Path cache) {
    delete(cache);
    var flags = Arrays.copyOf(FLAGS, FLAGS.length + 1);
    flags[FLAGS.length] = "-XX:AOTCacheOutput=" + cache;
    try (var rehearsal = Rehearsal.start(command.with(flags), script.settings(), surroundings)) {
      var ready = rehearsal.awaitReady();
      script.exchanges().forEach(rehearsal::play);
      rehearsal.stop();
      if (!Files.isRegularFile(cache) || size(cache) < LEAST_BYTES) {
        throw rehearsal.failure("it wrote no cache that could be a whole one");
      }
      return ready;
    }
  }

  /** With AOTMode=on a JVM refuses to start when it cannot use the cache. */
  private Duration tryOut(Script script, JavaCommand command, Path cache) {
    try (var rehearsal =
        Rehearsal.start(
            command.with("-XX:AOTMode=on", new TrainedCache(cache).flag()),
            script.settings(),
            surroundings)) {
      var ready = rehearsal.awaitReady();
      rehearsal.stop();
      return ready;
    }
  }

  /** Stops the servers. */
  @Override
  public void close() {
    surroundings.close();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
