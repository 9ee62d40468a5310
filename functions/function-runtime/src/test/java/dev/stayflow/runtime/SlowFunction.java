package dev.stayflow.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * A function as its own process, which answers once a file {@code go on} exists and leaves marks of
 * what it did beside it.
 */
final class SlowFunction implements Function<Request, Response>, AutoCloseable {
  private final Path marks;

  private SlowFunction(Path marks) {
    this.marks = marks;
  }

  public static void main(String[] arguments) {
    FunctionProcess.run(
        "slow-function",
        (context, settings) -> {
          Path marks = Path.of(settings.text("SLOW_MARKS"));
          context.registerBean("slowFunction", SlowFunction.class, () -> new SlowFunction(marks));
        });
  }

  @Override
  public Response apply(Request request) {
    mark("begun");
    while (!Files.exists(marks.resolve("go on"))) {
      LockSupport.parkNanos(5_000_000);
    }
    return Response.ok(Map.of("done", true));
  }

  @Override
  public void close() {
    mark("closed");
  }

  private void mark(String name) {
    try {
      Files.createFile(marks.resolve(name));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
