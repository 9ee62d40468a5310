package dev.stayflow.manifests;

import dev.stayflow.dispatcher.DispatcherVariables;
import dev.stayflow.runtime.FunctionVariables;
import dev.stayflow.runtime.FunctionWiring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The processes of this repository, which are those that local-stack.yml starts, by their image.
 */
final class Processes {
  /** What a process asked of its environment, and what it says of the values. */
  record Asked(Set<String> names, List<String> problems) {}

  /** A process that can be asked what it reads. */
  interface Reader {
    String name();

    Asked read(Map<String, String> environment);

    default boolean isFunction() {
      return this instanceof Function;
    }
  }

  private record Function(String name, FunctionWiring wiring) implements Reader {
    @Override
    public Asked read(Map<String, String> environment) {
      var read = FunctionVariables.of(wiring, environment);
      return new Asked(read.names(), read.problems());
    }
  }

  private record Dispatcher(String name) implements Reader {
    @Override
    public Asked read(Map<String, String> environment) {
      var read = DispatcherVariables.of(environment);
      return new Asked(read.names(), read.problems());
    }
  }

  /** One whose sources are asked: each name between quotes counts as read. */
  private record Other(String name, Set<String> names) implements Reader {
    @Override
    public Asked read(Map<String, String> environment) {
      return new Asked(names, List.of());
    }
  }

  private static final Pattern QUOTED = Pattern.compile("\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\"");

  private static final Processes HERE = new Processes(Repository.HERE);

  private final Map<String, Reader> byImage = new TreeMap<>();

  private Processes(Repository repository) {
    for (var service : repository.stackFile().path("services").properties()) {
      var local = service.getValue().path("x-local");
      var image = image(service.getValue().path("image").asString(""));
      if (local.has("main") && !byImage.containsKey(image)) {
        byImage.put(
            image,
            process(
                image,
                local.path("main").asString(""),
                Repository.HERE.root().resolve(local.path("module").asString(""))));
      }
    }
  }

  /** The code is always this repository's, also where its manifests are a copy. */
  static Processes here() {
    return HERE;
  }

  /** That of a container; nothing for images that are not built here. */
  Optional<Reader> get(PodTemplate.Container container) {
    return Optional.ofNullable(byImage.get(image(container.content().path("image").asString(""))));
  }

  Map<String, Reader> all() {
    return byImage;
  }

  private static String image(String image) {
    return image.replaceAll("[:@][^/]*$", "").replaceAll(".*/", "");
  }

  private static Reader process(String image, String main, Path module) {
    if (image.equals("dispatcher")) {
      return new Dispatcher(image);
    }
    if (module.startsWith(Repository.HERE.root().resolve("functions"))) {
      try {
        return new Function(
            image,
            Class.forName(main)
                .asSubclass(FunctionWiring.class)
                .getDeclaredConstructor()
                .newInstance());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(main, e);
      }
    }
    return new Other(image, quoted(module.resolve("src/main/java")));
  }

  private static Set<String> quoted(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      var names = new TreeSet<String>();
      for (var file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        QUOTED.matcher(Files.readString(file)).results().forEach(name -> names.add(name.group(1)));
      }
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
