package dev.stayflow.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The example that a bare {@code func invoke} means on a developer's machine. The CLI sends data
 * and an event type of its own, the same to every function, and func.yaml has no place for others.
 */
final class DevelopmentExample {
  private static final Logger LOG = LoggerFactory.getLogger(DevelopmentExample.class);

  /** The CLI's defaults, as func 1.23 has them in {@code pkg/functions/invoke.go}. */
  private static final byte[] FUNC_DATA =
      "{\"message\":\"Hello World\"}".getBytes(StandardCharsets.UTF_8);

  private static final String FUNC_TYPE = "boson.fn";

  private final Path data;
  private final Optional<String> type;

  private DevelopmentExample(Path data, Optional<String> type) {
    this.data = data;
    this.type = type;
  }

  /** From {@code DEV_EXAMPLE} and {@code DEV_EXAMPLE_TYPE}, which only stand beside a guest. */
  static Optional<DevelopmentExample> from(Settings settings) {
    Optional<String> file = settings.optional("DEV_EXAMPLE");
    Optional<String> type = settings.optional("DEV_EXAMPLE_TYPE");
    if (file.isEmpty() && type.isEmpty()) {
      return Optional.empty();
    }
    if (!DevelopmentGuest.isWanted(settings)) {
      settings.reject("DEV_EXAMPLE", "to be set beside DEV_GUEST only");
    }
    if (file.isEmpty() || !Files.isReadable(Path.of(file.get()))) {
      settings.reject("DEV_EXAMPLE", "a file that can be read");
      return Optional.empty();
    }
    return Optional.of(new DevelopmentExample(Path.of(file.get()), type));
  }

  /** The request with the example in place of what the CLI filled in by itself. */
  Call insteadOfDefaults(Call request) {
    if (!DevelopmentGuest.isDirect(request.headers())) {
      return request;
    }
    boolean ofDefaultType = type.isPresent() && FUNC_TYPE.equals(request.headers().get("ce-type"));
    boolean ofDefaultData = Arrays.equals(request.body(), FUNC_DATA);
    if (!ofDefaultType && !ofDefaultData) {
      return request;
    }
    LOG.atInfo()
        .addKeyValue("example", data)
        .log("a bare func invoke: takes the example in place of the CLI's defaults");
    Map<String, String> headers = new LinkedHashMap<>(request.headers());
    if (ofDefaultType) {
      headers.put("ce-type", type.get());
    }
    return new Call(
        request.method(), request.path(), headers, ofDefaultData ? read() : request.body());
  }

  /** Anew each time, so that a changed example counts at once. */
  private byte[] read() {
    try {
      return Files.readAllBytes(data);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the example " + data, e);
    }
  }
}
