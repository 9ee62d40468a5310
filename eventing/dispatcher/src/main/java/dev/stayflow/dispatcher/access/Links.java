package dev.stayflow.dispatcher.access;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.stayflow.dispatcher.access.Seal.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signed-in links: whoever knows {@code CONSOLE_SECRET} can make one. A link works once in each
 * process; with several replicas that is once a replica, within its ten minutes.
 */
final class Links {
  private static final Logger LOG = LoggerFactory.getLogger(Links.class);
  private static final Duration LIFE = Duration.ofMinutes(10);

  private final Seal seal;
  private final InstantSource clock;
  private final Map<String, Instant> usedUntil = new HashMap<>();

  Links(Seal seal, InstantSource clock) {
    this.seal = seal;
    this.clock = clock;
  }

  /** For whom a link was made; nothing when it is forged, too old or used. */
  Optional<Actor> follow(String link) {
    var actor = seal.read(Purpose.LINK, LIFE, link).filter(this::isFirstUse).flatMap(Links::actor);
    actor.ifPresentOrElse(
        known ->
            LOG.atInfo()
                .addKeyValue("name", known.name())
                .addKeyValue("role", known.role())
                .log("Signed in by a link"),
        () -> LOG.atWarn().log("Sign-in refused: the link is used, too old or not ours"));
    return actor;
  }

  private synchronized boolean isFirstUse(JWTClaimsSet link) {
    var now = clock.instant();
    usedUntil.values().removeIf(now::isAfter);
    return link.getJWTID() != null
        && usedUntil.putIfAbsent(link.getJWTID(), link.getExpirationTime().toInstant()) == null;
  }

  private static Optional<Actor> actor(JWTClaimsSet link) {
    try {
      var role = Role.valueOf(String.valueOf(link.getClaim("role")).toUpperCase(Locale.ROOT));
      return Optional.ofNullable(link.getSubject()).map(name -> new Actor(name, role));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
