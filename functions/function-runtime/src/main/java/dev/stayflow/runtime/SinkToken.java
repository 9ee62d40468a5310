package dev.stayflow.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token that a SinkBinding mounts when the sink wants to know who sends (Knative's {@code
 * authentication-oidc}). It is renewed in place, so it is read anew for each event.
 */
record SinkToken(Path file) {
  private static final Logger LOG = LoggerFactory.getLogger(SinkToken.class);

  /** Where a SinkBinding mounts it. */
  static final SinkToken MOUNTED = new SinkToken(Path.of("/oidc/token"));

  /** The value of the header Authorization; empty when the sink wants no token. */
  Optional<String> authorization() {
    try {
      return Optional.of("Bearer " + Files.readString(file).strip());
    } catch (NoSuchFileException notAsked) {
      return Optional.empty();
    } catch (IOException unreadable) {
      LOG.atWarn().setCause(unreadable).log("The sink's token cannot be read");
      return Optional.empty();
    }
  }
}
