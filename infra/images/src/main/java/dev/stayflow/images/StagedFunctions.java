package dev.stayflow.images;

import dev.stayflow.images.training.JavaCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The functions' processes in folders of this machine, with the jars, the class path and the flags
 * that their images have.
 */
public final class StagedFunctions {
  /** Where an image has what is staged. */
  private static final String IN_IMAGE = "/app/";

  private final Path root;
  private final Path directory;
  private final Map<String, Image> images;

  /**
   * @param root the repository's, with everything built
   * @param directory takes the folders; nothing else should be in it
   * @throws ImagesFailure when {@code local-stack.yml} cannot be read
   */
  public StagedFunctions(Path root, Path directory) {
    this.root = root;
    this.directory = directory.toAbsolutePath().normalize();
    this.images =
        Image.of(root.resolve("local-stack.yml")).stream()
            .filter(Image::isFunction)
            .collect(
                Collectors.toMap(
                    Image::name, Function.identity(), (one, other) -> one, LinkedHashMap::new));
  }

  /** The functions, in the order of {@code local-stack.yml}. */
  public List<String> names() {
    return List.copyOf(images.keySet());
  }

  /** The class with a function's {@code main}, which is its wiring too. */
  public String main(String function) {
    return image(function).main().orElseThrow();
  }

  /**
   * A function's jars as they were built.
   *
   * @throws ImagesFailure when it is not built
   */
  public Jars jars(String function) {
    return Jars.of(root.resolve(image(function).module()));
  }

  /**
   * Where {@link #stage} puts a function: what its image holds beside the runtime and the cache.
   */
  public Path folder(String function) {
    return directory.resolve(function);
  }

  /**
   * Lays a function out anew.
   *
   * @param java the {@code java} program of the runtime that it is to run on
   * @return how it is started, without a cache
   * @throws ImagesFailure when it is not built
   */
  public JavaCommand stage(String function, Path java) {
    var folder = folder(function);
    var store = directory.resolve("jars");
    try {
      // what it holds of an earlier time may have been built anew
      Staging.delete(store);
      new Staging(store, Set.of())
          .stage(image(function), jars(function), List.of(), List.of(), folder);
      Staging.delete(store);
      var arguments = Files.readAllLines(folder.resolve("app/process/java.args"));
      arguments.replaceAll(
          line -> line.startsWith(IN_IMAGE) ? line.replace(IN_IMAGE, folder + IN_IMAGE) : line);
      return new JavaCommand(java, arguments);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot stage " + folder, e);
    }
  }

  private Image image(String function) {
    var image = images.get(function);
    if (image == null) {
      throw new ImagesFailure(
          "There is no function \"%s\"; there are %s."
              .formatted(function, String.join(", ", images.keySet())));
    }
    return image;
  }
}
