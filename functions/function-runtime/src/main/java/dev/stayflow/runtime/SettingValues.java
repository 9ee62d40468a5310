package dev.stayflow.runtime;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The values of settings: of the environment variable of a setting's name, or else of the file that
 * the variable {@code <name>_FILE} names, which is how hosts hand out secrets that must not stand
 * in an environment. Blanks around a value do not count, so that a file may end with a line break;
 * a variable that is set to nothing or to blanks counts as not set.
 */
final class SettingValues {
  private static final String FILE = "_FILE";
  private static final int LARGEST_FILE = 64 * 1024;

  private final Map<String, String> environment;
  private final Map<String, Content> files = new ConcurrentHashMap<>();

  /** What a file held when it was first asked for. */
  private sealed interface Content {}

  private record Value(String text) implements Content {}

  private record Unusable(String problem) implements Content {}

  SettingValues(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  Optional<String> of(String name) {
    Optional<String> variable = variable(name);
    return variable.isPresent() || !isFromFile(name)
        ? variable
        : content(name) instanceof Value(String text) ? Optional.of(text) : Optional.empty();
  }

  /** Whether a file is to hold the value. It is then kept like a secret, whatever its name. */
  boolean isFromFile(String name) {
    return variable(name + FILE).isPresent();
  }

  /** What is wrong with where the value is to come from. */
  Optional<String> problem(String name) {
    if (!isFromFile(name)) {
      return Optional.empty();
    }
    if (variable(name).isPresent()) {
      return Optional.of(
          "%s: set as well as %s; expected one of them".formatted(name, name + FILE));
    }
    return content(name) instanceof Unusable(String problem)
        ? Optional.of(problem)
        : Optional.empty();
  }

  /** Variables of that prefix as they are; what files hold is not among them. */
  Map<String, String> startingWith(String prefix) {
    var found = new TreeMap<String, String>();
    for (String name : environment.keySet()) {
      if (name.startsWith(prefix)) {
        variable(name).ifPresent(value -> found.put(name, value));
      }
    }
    return found;
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private Content content(String name) {
    return files.computeIfAbsent(name, this::read);
  }

  private Content read(String name) {
    String file = variable(name + FILE).orElseThrow();
    try {
      Path path = Path.of(file);
      if (Files.size(path) > LARGEST_FILE) {
        return unusable(name, file, "is larger than 64 KiB");
      }
      String text = Files.readString(path).strip();
      return text.isEmpty() ? unusable(name, file, "is empty") : new Value(text);
    } catch (NoSuchFileException missing) {
      return unusable(name, file, "is not there");
    } catch (CharacterCodingException binary) {
      return unusable(name, file, "is not text in UTF-8");
    } catch (IOException | InvalidPathException | SecurityException unreadable) {
      return unusable(name, file, "cannot be read");
    }
  }

  private static Unusable unusable(String name, String file, String why) {
    return new Unusable(
        "%s: '%s' %s; expected a file that holds the value of %s"
            .formatted(name + FILE, file, why, name));
  }
}
