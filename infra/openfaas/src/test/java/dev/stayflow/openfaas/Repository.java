package dev.stayflow.openfaas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files of this repository that the stack is held against. */
final class Repository {
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private Repository() {}

  /** Names of the folders that are functions. */
  static List<String> functions() {
    try (Stream<Path> folders = Files.list(ROOT.resolve("functions"))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("func.yaml")))
          .map(folder -> String.valueOf(folder.getFileName()))
          .sorted()
          .toList();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** One object of YAML. */
  static Map<String, Object> yaml(String path) {
    return documents(path).getFirst();
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> documents(String path) {
    String text = read(path);
    return StreamSupport.stream(
            new Load(LoadSettings.builder().build()).loadAllFromString(text).spliterator(), false)
        .map(document -> (Map<String, Object>) document)
        .toList();
  }

  static String read(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** The objects of a kind in the folder, one a file. */
  static List<Map<String, Object>> objects(String folder, String kind) {
    try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(file -> yaml(ROOT.relativize(file).toString()))
          .filter(object -> kind.equals(object.get("kind")))
          .collect(Collectors.toList());
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** What lies at a path of members, and of places in lists. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <T> T at(Object object, Object... path) {
    @Nullable Object found = object;
    for (Object step : path) {
      Objects.requireNonNull(found, () -> "nothing at " + step + " of " + Arrays.toString(path));
      found =
          step instanceof Integer place
              ? ((List<Object>) found).get(place)
              : ((Map<String, Object>) found).get(step);
    }
    return (T) Objects.requireNonNull(found, () -> "nothing at " + Arrays.toString(path));
  }

  static String name(Map<String, Object> object) {
    return at(object, "metadata", "name");
  }
}
