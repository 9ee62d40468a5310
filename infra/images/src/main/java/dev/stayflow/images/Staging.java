package dev.stayflow.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lays out the context that an image is built from: the same files, times and permissions wherever
 * the same sources were built.
 *
 * @param store holds each jar once, those of a function's layer joined to one; contexts link to it,
 *     since most of theirs are the same
 * @param common libraries that every function needs
 */
record Staging(Path store, Set<Path> common) {
  private static final FileTime WHEN = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  /** The heap gets half of the container's memory, the rest is for classes, threads, buffers. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:MaxRAMPercentage=50",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /**
   * Fills the directory, which is emptied first.
   *
   * @param training the jars that train; none for a process that is not trained
   * @param images the references of JDK and base image
   * @throws ImagesFailure when two jars would have the same name, or hold different files of one
   *     name
   */
  void stage(Image image, Jars jars, List<Path> training, List<String> images, Path directory) {
    try {
      delete(directory);
      var classPath = new ArrayList<String>();
      classPath.add(put(jars.own(), directory, "app/process"));
      var layers = new LinkedHashMap<String, List<Path>>();
      for (var jar : jars.others()) {
        layers.computeIfAbsent(layer(image, jar), layer -> new ArrayList<>()).add(jar);
      }
      for (var layer : layers.entrySet()) {
        var folder = "app/lib/" + layer.getKey();
        if (image.isFunction()) {
          classPath.add(join(layer.getValue(), directory, folder, layer.getKey() + ".jar"));
        } else {
          for (var jar : layer.getValue()) {
            classPath.add(put(jar, directory, folder));
          }
        }
      }
      for (var jar : training) {
        put(jar, directory, "training");
      }
      for (var layer : List.of("app/lib/common", "app/lib/extra", "app/lib/stayflow", "training")) {
        Files.createDirectories(directory.resolve(layer));
      }
      var process = directory.resolve("app/process");
      Files.writeString(process.resolve("java.args"), arguments(image, classPath));
      Files.writeString(process.resolve("sbom.cdx.json"), Sbom.of(image, jars, images));
      setTimes(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot stage " + directory, e);
    }
  }

  private String layer(Image image, Path jar) {
    if (Jars.isOurs(jar)) {
      return "stayflow";
    }
    return image.isFunction() && common.contains(jar) ? "common" : "extra";
  }

  private static String arguments(Image image, List<String> classPath) {
    return Stream.of(
            FLAGS.stream(), Stream.of("-cp", String.join(":", classPath)), image.main().stream())
        .flatMap(part -> part)
        .map(line -> line + "\n")
        .reduce("", String::concat);
  }

  /** Returns the path in the image of the one jar that these become. */
  private String join(List<Path> jars, Path directory, String folder, String name)
      throws IOException {
    var joined = store.resolve(Integer.toHexString(jars.hashCode()) + "-" + name);
    if (!Files.exists(joined)) {
      JoinedJar.write(jars, joined);
    }
    return link(joined, directory, folder, name);
  }

  /** Returns the jar's path in the image. */
  private String put(Path jar, Path directory, String folder) throws IOException {
    var name = jar.getFileName().toString();
    if (Files.exists(directory.resolve(folder).resolve(name))) {
      throw new ImagesFailure("Two jars are called " + name + "; one is " + jar);
    }
    return link(stored(jar), directory, folder, name);
  }

  private static String link(Path stored, Path directory, String folder, String name)
      throws IOException {
    var target = directory.resolve(folder).resolve(name);
    Files.createDirectories(target.getParent());
    Files.createLink(target, stored);
    return "/" + folder + "/" + name;
  }

  private Path stored(Path jar) throws IOException {
    var stored = store.resolve(Integer.toHexString(jar.hashCode()) + "-" + jar.getFileName());
    if (!Files.exists(stored)) {
      Files.createDirectories(store);
      Files.copy(jar, stored);
    }
    return stored;
  }

  private static void setTimes(Path directory) throws IOException {
    walk(
        directory,
        path -> {
          Files.setPosixFilePermissions(
              path,
              PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
          Files.setLastModifiedTime(path, WHEN);
        });
  }

  static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      walk(directory, Files::delete);
    }
  }

  private interface Visit {
    void to(Path path) throws IOException;
  }

  /** Files before the directory that they are in. */
  private static void walk(Path directory, Visit visit) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            visit.to(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, @Nullable IOException fault)
              throws IOException {
            visit.to(left);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The libraries that all of these have. */
  static Set<Path> common(Collection<Jars> functions) {
    return functions.stream()
        .<Set<Path>>map(jars -> new LinkedHashSet<>(jars.libraries()))
        .reduce(
            (some, others) -> {
              some.retainAll(others);
              return some;
            })
        .orElse(Set.of());
  }
}
