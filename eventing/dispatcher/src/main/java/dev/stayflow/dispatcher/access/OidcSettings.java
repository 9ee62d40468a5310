package dev.stayflow.dispatcher.access;

import dev.stayflow.dispatcher.settings.EnvironmentReader;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sign-in by another service, by OpenID Connect.
 *
 * @param operators and viewers: subjects, verified e-mail addresses, or {@code group:} and a value
 *     of the claim {@code groups}
 */
record OidcSettings(
    String issuer,
    String clientId,
    String clientSecret,
    List<String> scopes,
    Set<String> operators,
    Set<String> viewers) {

  private static final String GROUP = "group:";

  /** Absent when no issuer is set. */
  static Optional<OidcSettings> read(EnvironmentReader in) {
    var issuer = in.destination("CONSOLE_OIDC_ISSUER");
    var settings =
        issuer.map(
            url ->
                new OidcSettings(
                    url.toString(),
                    needed(in, "CONSOLE_OIDC_CLIENT_ID"),
                    needed(in, "CONSOLE_OIDC_CLIENT_SECRET"),
                    in.list("CONSOLE_OIDC_SCOPES", "openid,email,profile"),
                    Set.copyOf(in.list("CONSOLE_OIDC_OPERATORS", "")),
                    Set.copyOf(in.list("CONSOLE_OIDC_VIEWERS", ""))));
    settings.ifPresent(given -> given.check(in));
    return settings;
  }

  /** The higher role, if somebody has several; nothing for somebody who is not listed. */
  Optional<Role> role(String subject, Optional<String> email, Collection<String> groups) {
    if (lists(operators, subject, email, groups)) {
      return Optional.of(Role.OPERATOR);
    }
    return lists(viewers, subject, email, groups) ? Optional.of(Role.VIEWER) : Optional.empty();
  }

  private void check(EnvironmentReader in) {
    if (!scopes.contains("openid")) {
      in.reject("CONSOLE_OIDC_SCOPES", "a list that contains \"openid\"");
    }
    if (operators.isEmpty() && viewers.isEmpty()) {
      in.reject(
          "CONSOLE_OIDC_OPERATORS or CONSOLE_OIDC_VIEWERS",
          "set with CONSOLE_OIDC_ISSUER: nobody could sign in");
    }
  }

  private static boolean lists(
      Set<String> listed, String subject, Optional<String> email, Collection<String> groups) {
    var person = !subject.startsWith(GROUP) && listed.contains(subject);
    return person
        || email.filter(listed::contains).isPresent()
        || groups.stream().anyMatch(group -> listed.contains(GROUP + group));
  }

  private static String needed(EnvironmentReader in, String name) {
    var value = in.text(name);
    if (value.isEmpty()) {
      in.reject(name, "set with CONSOLE_OIDC_ISSUER");
    }
    return value.orElse("");
  }

  @Override
  public String toString() {
    return issuer; // never the secret
  }
}
