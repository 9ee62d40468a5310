package dev.stayflow.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The guest whom a direct call without a token acts as on a developer's machine, because {@code
 * func invoke} cannot send headers.
 */
final class DevelopmentGuest {
  private static final List<String> SIGNS_OF_PRODUCTION =
      List.of("K_SERVICE", "KUBERNETES_SERVICE_HOST", "AWS_LAMBDA_FUNCTION_NAME");

  private DevelopmentGuest() {}

  /** Whether the process must listen on the loopback address alone. */
  static boolean isWanted(Settings settings) {
    return settings.optional("DEV_GUEST").isPresent();
  }

  static Optional<Guest> from(Settings settings) {
    if (!isWanted(settings)) {
      return Optional.empty();
    }
    if (!settings.flag("LOCAL_STACK", false)) {
      settings.reject("DEV_GUEST", "to be set in the local stack only (LOCAL_STACK=true)");
    }
    for (String sign : SIGNS_OF_PRODUCTION) {
      if (settings.optional(sign).isPresent()) {
        settings.reject("DEV_GUEST", "not to be set where " + sign + " is");
      }
    }
    int id = settings.integer("DEV_GUEST", 1, 1, Integer.MAX_VALUE);
    return Optional.of(
        new Guest(id, Optional.of("guest%d@stayflow.example".formatted(id)), Optional.empty()));
  }

  /**
   * Whether nobody forwarded the request, for what comes through a gateway is a guest's, and a
   * guest needs a token; and whether no page in a browser sent it, for any page can reach this
   * machine.
   */
  static boolean isDirect(Map<String, String> headers) {
    return Stream.of("forwarded", "x-forwarded-for", "origin").noneMatch(headers::containsKey);
  }
}
