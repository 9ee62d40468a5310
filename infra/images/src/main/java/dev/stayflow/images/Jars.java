package dev.stayflow.images;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The jars of a module's process, as Maven built and found them.
 *
 * @param own the module's own jar
 * @param others what it needs at run time, in the order of the class path
 */
public record Jars(Path own, List<Path> others) {
  private static final String VERSION = "-SNAPSHOT.jar";

  /**
   * The jars of a module's folder.
   *
   * @throws ImagesFailure when the module is not built
   */
  public static Jars of(Path module) {
    var target = module.resolve("target");
    var classPath = target.resolve("classpath");
    try (var found = Files.newDirectoryStream(target, "*" + VERSION)) {
      var own = new ArrayList<Path>();
      found.forEach(own::add);
      if (own.size() == 1 && Files.exists(classPath)) {
        var others =
            Arrays.stream(Files.readString(classPath).strip().split(File.pathSeparator, -1))
                .map(Path::of)
                .toList();
        return new Jars(own.getFirst(), others);
      }
    } catch (IOException e) {
      throw new ImagesFailure(module + " is not built: make build does it", e);
    }
    throw new ImagesFailure(module + " is not built, or holds an old jar: make build does it");
  }

  /** Jars of others, in the order of the class path. */
  List<Path> libraries() {
    return others.stream().filter(jar -> !isOurs(jar)).toList();
  }

  /** Whether a jar is one of Stayflow's own modules: those are snapshots, nothing else is. */
  static boolean isOurs(Path jar) {
    return jar.toString().endsWith(VERSION);
  }
}
