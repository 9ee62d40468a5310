package dev.stayflow.dispatcher;

import dev.stayflow.dispatcher.settings.EnvironmentReader;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may send events.
 *
 * @param tokens of callers by name
 * @param oidc whose tokens are accepted too
 */
record IngressSettings(Map<String, String> tokens, Optional<Oidc> oidc) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final int SHORTEST_TOKEN = 16;

  /**
   * Tokens of OpenID Connect, such as Knative's.
   *
   * @param keys where the issuer's keys are; absent when the issuer tells that itself
   */
  record Oidc(String issuer, Optional<URI> keys, String audience) {}

  static IngressSettings read(EnvironmentReader in) {
    return new IngressSettings(tokens(in), oidc(in));
  }

  /** Whether everybody who reaches the port may send. */
  boolean isOpen() {
    return tokens.isEmpty() && oidc.isEmpty();
  }

  private static Map<String, String> tokens(EnvironmentReader in) {
    var tokens = new LinkedHashMap<String, String>();
    for (var entry : in.entries("INGRESS_TOKENS")) {
      var parts = entry.split(":", 2);
      if (parts.length < 2 || !NAME.matcher(parts[0]).matches()) {
        in.reject("INGRESS_TOKENS", "name:token between commas; one entry is not");
      } else if (parts[1].length() < SHORTEST_TOKEN) {
        in.reject(
            "INGRESS_TOKENS",
            "with a token of at least %d characters for \"%s\""
                .formatted(SHORTEST_TOKEN, parts[0]));
      } else if (tokens.put(parts[0], parts[1]) != null) {
        in.reject("INGRESS_TOKENS", "a list without \"%s\" twice".formatted(parts[0]));
      }
    }
    if (tokens.isEmpty() && (in.isNamed("INGRESS_TOKENS") || in.isNamed("INGRESS_TOKENS_FILE"))) {
      in.reject(
          "INGRESS_TOKENS",
          "at least one name:token, since it or INGRESS_TOKENS_FILE is named; with neither"
              + " everybody may send");
    }
    return tokens;
  }

  private static Optional<Oidc> oidc(EnvironmentReader in) {
    var issuer = in.text("INGRESS_OIDC_ISSUER");
    var keys = in.destination("INGRESS_OIDC_JWKS_URL");
    var audience = in.text("INGRESS_OIDC_AUDIENCE");
    if (issuer.isEmpty() && keys.isEmpty() && audience.isEmpty()) {
      return Optional.empty();
    }
    if (issuer.isEmpty()) {
      in.reject("INGRESS_OIDC_ISSUER", "set, since other INGRESS_OIDC_ variables are");
    }
    if (audience.isEmpty()) {
      in.reject("INGRESS_OIDC_AUDIENCE", "set, since INGRESS_OIDC_ISSUER is");
    }
    return Optional.of(new Oidc(issuer.orElse(""), keys, audience.orElse("")));
  }
}
