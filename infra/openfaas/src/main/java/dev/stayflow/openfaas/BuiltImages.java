package dev.stayflow.openfaas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The images that {@code make images} built last, by the name of their process. */
final class BuiltImages {
  static final String FILE = "target/images/kustomization.yaml";

  private BuiltImages() {}

  /** Empty when none were built. */
  static Map<String, String> read(Path root) {
    Path file = root.resolve(FILE);
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      var images = new HashMap<String, String>();
      Node list = Node.parse(FILE, Files.readString(file)).members().get("images");
      for (Map<String, String> entry :
          list == null ? List.<Map<String, String>>of() : list.maps()) {
        images.put(
            String.valueOf(entry.get("name")), entry.get("newName") + ":" + entry.get("newTag"));
      }
      return images;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
