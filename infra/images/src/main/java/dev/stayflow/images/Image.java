package dev.stayflow.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One of Stayflow's images.
 *
 * @param name as in {@code stayflow/<name>}
 * @param module folder of the Maven module whose jar it runs, from the repository's root
 * @param main the class that it runs; empty when the container's command names one
 */
record Image(String name, String module, Optional<String> main) {
  private static final String OURS = "stayflow/";

  /** Functions share the libraries that all of them need. */
  boolean isFunction() {
    return module.startsWith("functions/");
  }

  /**
   * The images that the services of {@code local-stack.yml} run, in the order of that file.
   *
   * @throws ImagesFailure when the file cannot be read, or says too little of a service
   */
  static List<Image> of(Path stackFile) {
    var images = new LinkedHashMap<String, Image>();
    services(stackFile)
        .forEach(
            (service, fields) -> {
              var reference = String.valueOf(fields.get("image"));
              if (reference.startsWith(OURS)) {
                var image = image(service, reference, fields);
                var other = images.putIfAbsent(image.name(), image);
                if (other != null && !other.equals(image)) {
                  throw new ImagesFailure(
                      "%s: services of the image %s must all have a command, and the same module"
                          .formatted(service, reference));
                }
              }
            });
    return List.copyOf(images.values());
  }

  private static Image image(String service, String reference, Map<?, ?> fields) {
    var name = reference.substring(OURS.length(), reference.indexOf(':', OURS.length()));
    if (!(fields.get("x-local") instanceof Map<?, ?> local)
        || !(local.get("module") instanceof String module)
        || !(local.get("main") instanceof String main)) {
      throw new ImagesFailure(service + ": x-local must name module and main");
    }
    if (fields.get("command") instanceof List<?> command && !command.getFirst().equals(main)) {
      throw new ImagesFailure(service + ": command and x-local's main differ");
    }
    return new Image(
        name, module, fields.containsKey("command") ? Optional.empty() : Optional.of(main));
  }

  private static Map<String, Map<?, ?>> services(Path file) {
    try {
      var settings = LoadSettings.builder().setLabel(file.toString()).build();
      var services = new LinkedHashMap<String, Map<?, ?>>();
      if (new Load(settings).loadFromString(Files.readString(file)) instanceof Map<?, ?> document
          && document.get("services") instanceof Map<?, ?> all) {
        all.forEach(
            (name, fields) -> {
              if (fields instanceof Map<?, ?> service) {
                services.put(name.toString(), service);
              }
            });
      }
      return services;
    } catch (IOException e) {
      throw new ImagesFailure("Cannot read " + file, e);
    }
  }

  /** The names of images, for people. */
  static String names(List<Image> images) {
    return String.join(", ", new ArrayList<>(images.stream().map(Image::name).toList()));
  }
}
