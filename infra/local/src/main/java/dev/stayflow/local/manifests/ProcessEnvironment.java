package dev.stayflow.local.manifests;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environment variables of a process that plays manifests. Every method throws
 * IllegalArgumentException naming a variable that is wrong.
 */
public record ProcessEnvironment(Map<String, String> variables) {
  /** A variable that must be there. */
  public String text(String name) {
    return Optional.ofNullable(variables.get(name))
        .filter(value -> !value.isBlank())
        .orElseThrow(
            () ->
                new IllegalArgumentException("The environment variable " + name + " is missing."));
  }

  /**
   * Where the process listens: {@code PORT}, 0 for a free one, at {@code LISTEN_ADDRESS}, without
   * which it is every address.
   */
  public InetSocketAddress listenAt(int defaultPort) {
    String text = variables.getOrDefault("PORT", String.valueOf(defaultPort));
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
      throw new IllegalArgumentException(
          "PORT is \"" + text + "\", must be a port from 0 to 65535.");
    }
    int port = Integer.parseInt(text);
    String address = variables.getOrDefault("LISTEN_ADDRESS", "");
    return address.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(address, port);
  }

  /** An ISO 8601 duration. */
  public Duration duration(String name, Duration otherwise) {
    String text = variables.getOrDefault(name, otherwise.toString());
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException notIso) {
      throw new IllegalArgumentException(
          name + " is \"" + text + "\", must be an ISO 8601 duration such as " + otherwise + ".",
          notIso);
    }
  }

  /** Folders, separated by commas. */
  public List<Path> folders(String name) {
    return Arrays.stream(text(name).split(",", -1)).map(String::trim).map(Path::of).toList();
  }

  /** Where the services answer, from {@code SERVICES}. */
  public Services services() {
    return Services.parse(text("SERVICES"));
  }
}
