package dev.stayflow.dispatcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token that a SinkBinding mounts when the sink wants to know who sends (Knative's {@code
 * authentication-oidc}). It is renewed in place, so it is read anew for each event, and shown to
 * {@code K_SINK} alone.
 *
 * @param sink absent when there is none
 */
record SinkToken(Optional<URI> sink, Path file) {
  private static final Logger LOG = LoggerFactory.getLogger(SinkToken.class);

  /** Of the sink that a SinkBinding names, from where it mounts it. */
  static SinkToken mounted(Optional<URI> sink) {
    return new SinkToken(sink, Path.of("/oidc/token"));
  }

  /** The value of the header Authorization; empty when the destination wants no token. */
  Optional<String> authorization(URI destination) {
    if (!sink.filter(destination::equals).isPresent()) {
      return Optional.empty();
    }
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
