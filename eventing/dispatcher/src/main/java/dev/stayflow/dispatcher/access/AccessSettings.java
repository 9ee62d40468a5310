package dev.stayflow.dispatcher.access;

import dev.stayflow.dispatcher.access.People.Person;
import dev.stayflow.dispatcher.access.Programs.Program;
import dev.stayflow.dispatcher.settings.EnvironmentReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who may come in, where, and how; from the environment variables {@code CONSOLE_*}. */
public final class AccessSettings {
  private static final int SHORTEST_SECRET = 32;

  private final int port;
  private final Optional<String> secret;
  private final Duration session;
  private final String basePath;
  private final boolean readOnly;
  private final List<Person> people;
  private final List<Program> programs;
  private final Optional<OidcSettings> oidc;

  private AccessSettings(EnvironmentReader in) {
    this.port = in.integer("CONSOLE_PORT", 8980, 0, 65535);
    this.secret = secret(in);
    this.session = in.duration("CONSOLE_SESSION", Duration.ofHours(12));
    this.basePath = basePath(in);
    this.readOnly = in.flag("CONSOLE_READ_ONLY");
    this.people = AccountReader.people(in);
    this.programs = AccountReader.programs(in);
    this.oidc = OidcSettings.read(in);
  }

  /** Reads and checks them all. */
  public static AccessSettings read(EnvironmentReader in) {
    return new AccessSettings(in);
  }

  /** Of the console and the API; 0 for any free one. */
  int port() {
    return port;
  }

  Optional<String> secret() {
    return secret;
  }

  /** How long a sign-in lasts. */
  Duration session() {
    return session;
  }

  /** What a proxy has in front of every path: empty, or starting with a slash and not ending so. */
  String basePath() {
    return basePath;
  }

  /** Whether the console and the API change nothing, whoever asks. */
  public boolean readOnly() {
    return readOnly;
  }

  List<Person> people() {
    return people;
  }

  List<Program> programs() {
    return programs;
  }

  Optional<OidcSettings> oidc() {
    return oidc;
  }

  /** Whether anybody could sign in at all; who has the secret can make signed-in links. */
  boolean anyWayIn() {
    return !people.isEmpty() || !programs.isEmpty() || oidc.isPresent() || secret.isPresent();
  }

  private static Optional<String> secret(EnvironmentReader in) {
    var secret = in.text("CONSOLE_SECRET");
    if (secret.filter(text -> bytes(text) < SHORTEST_SECRET).isPresent()) {
      in.reject("CONSOLE_SECRET", "at least %d bytes long".formatted(SHORTEST_SECRET));
    }
    return secret;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String basePath(EnvironmentReader in) {
    var path = in.text("CONSOLE_BASE_PATH").orElse("/");
    if (path.equals("/")) {
      return "";
    }
    if (!path.matches("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")) {
      in.reject("CONSOLE_BASE_PATH", "a path such as /dispatcher, not \"%s\"".formatted(path));
    }
    return path;
  }
}
