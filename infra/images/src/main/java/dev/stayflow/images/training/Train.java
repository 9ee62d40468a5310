package dev.stayflow.images.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** Trains the process of an image, while the image is built. */
final class Train {
  private static final int MEBIBYTE = 1 << 20;

  private Train() {}

  /**
   * Takes the name of the process, its {@code java} and the file of its arguments. Writes the cache
   * beside that file and, once it is known to work, puts it into the arguments. Exit code 1 and the
   * reason on standard error when it does not.
   */
  public static void main(String[] arguments) throws IOException {
    var process = arguments[0];
    var file = Path.of(arguments[2]);
    var command = JavaCommand.of(Path.of(arguments[1]), file);
    try (var training = new Training()) {
      var cache = file.resolveSibling(process + ".aot");
      var result = training.train(process, command, cache);
      use(result.cache(), command, file);
      System.out.printf(
          "%s is trained: ready after %d ms, %d ms while it learned; the cache has %d MB%n",
          process,
          result.after().toMillis(),
          result.before().toMillis(),
          Files.size(cache) / MEBIBYTE);
    } catch (TrainingFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Puts the cache into the file of the command's arguments.
   *
   * @throws TrainingFailure when it was not trained with what stands there then
   */
  static void use(TrainedCache cache, JavaCommand command, Path file) throws IOException {
    var lines = new ArrayList<>(command.arguments());
    lines.addFirst(cache.flag());
    Files.write(file, lines);
    if (!cache.fits(JavaCommand.of(command.java(), file))) {
      throw new TrainingFailure(
          "The cache %s does not fit what %s says".formatted(cache.file(), file));
    }
  }
}
