package dev.stayflow.bench;

import dev.stayflow.images.Jars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.stream.Stream;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/** Makes what Spring Boot's own build plugins make: one jar that holds all others, and a loader. */
final class StockJar {
  private StockJar() {}

  /**
   * Writes the jar.
   *
   * @param application the application's jars
   * @param function the jars of the function that it is to run
   */
  static void write(Jars application, Jars function, Path file) {
    // the two share most of theirs
    var libraries = new LinkedHashMap<Path, Path>();
    Stream.of(Stream.of(function.own()), function.others().stream(), application.others().stream())
        .flatMap(jars -> jars)
        .forEach(jar -> libraries.putIfAbsent(jar.getFileName(), jar));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      var repackager = new Repackager(application.own().toFile());
      repackager.setBackupSource(false);
      repackager.repackage(file.toFile(), callback -> put(libraries.values(), callback::library));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private interface Taker {
    void take(Library library) throws IOException;
  }

  private static void put(Collection<Path> jars, Taker taker) throws IOException {
    for (var jar : jars) {
      taker.take(new Library(jar.toFile(), LibraryScope.RUNTIME));
    }
  }
}
