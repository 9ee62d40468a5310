package dev.stayflow.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code make lambda-zip}: a function and the adapter for Lambda as an archive that Lambda runs,
 * its jars in {@code lib}. The same jars give the same archive.
 */
public final class LambdaZip {
  private static final String ADAPTER = "infra/lambda";

  private final Path root;
  private final StagedFunctions functions;

  /**
   * Of what is built in this repository.
   *
   * @param root the repository's
   */
  public LambdaZip(Path root) {
    this.root = root;
    this.functions = new StagedFunctions(root, root.resolve("target/lambda"));
  }

  /** Takes the repository's root; {@code FN} names one function, or all are packed. */
  public static void main(String[] arguments) {
    try {
      Path root = Path.of(arguments[0]);
      var zip = new LambdaZip(root);
      String one = System.getenv().getOrDefault("FN", "").strip();
      Path directory = root.resolve("target/lambda").normalize();
      for (String function : one.isEmpty() ? zip.functions.names() : List.of(one)) {
        Path written = zip.write(function, directory);
        System.out.printf("  %-40s %,d kB%n", written, Files.size(written) / 1000);
      }
    } catch (ImagesFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Packs a function anew.
   *
   * @param directory takes {@code <function>.zip}
   * @throws ImagesFailure when there is no such function, or it is not built
   */
  public Path write(String function, Path directory) {
    Path archive = directory.resolve(function + ".zip");
    try {
      try (var zip = RepeatableZip.create(archive)) {
        for (Map.Entry<String, Path> jar : jars(function).entrySet()) {
          zip.put("lib/" + jar.getKey(), Files.readAllBytes(jar.getValue()));
        }
      }
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + archive, e);
    }
  }

  /** By name, which decides: what both need is there once. */
  private Map<String, Path> jars(String function) {
    var jars = new TreeMap<String, Path>();
    Stream.of(functions.jars(function), Jars.of(root.resolve(ADAPTER)))
        .flatMap(some -> Stream.concat(Stream.of(some.own()), some.others().stream()))
        .forEach(jar -> jars.putIfAbsent(jar.getFileName().toString(), jar));
    return jars;
  }
}
