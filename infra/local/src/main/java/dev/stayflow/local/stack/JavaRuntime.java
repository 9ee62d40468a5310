package dev.stayflow.local.stack;

import dev.stayflow.images.training.FileHashes;
import dev.stayflow.images.training.JavaCommand;
import dev.stayflow.images.training.TrainedCache;
import dev.stayflow.images.training.Training;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * Puts together the commands of the stack's Java processes.
 *
 * @param hashes of their jars, most of which they share
 */
record JavaRuntime(StackOptions options, FileHashes hashes) {
  /** The module this code is part of: its processes run on the class path of this one. */
  static final String OWN_MODULE = "infra/local";

  /** Small processes that start quickly matter more here than what they would do in an hour. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx160m",
          "--sun-misc-unsafe-memory-access=allow");

  JavaRuntime(StackOptions options) {
    this(options, FileHashes.rememberedIn(hashes(options.root())));
  }

  JavaLaunch launch(
      String name,
      String module,
      String main,
      List<String> arguments,
      Map<String, String> environment,
      LogFile log,
      LongPredicate ready) {
    return new JavaLaunch(
        options.root(),
        command(name, module, main),
        cache(name),
        hashes,
        arguments,
        environment,
        log,
        ready);
  }

  private JavaCommand command(String name, String module, String main) {
    var classPath = module.equals(OWN_MODULE) ? ownClassPath() : classPath(module);
    var flags = cache(name).isPresent() ? FLAGS : flags(name, classPath);
    return new JavaCommand(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        Stream.concat(flags.stream(), Stream.of("-cp", classPath, main)).toList());
  }

  /** What may be trained of a service; none if nothing trains it. */
  Optional<Trainer.Trainee> trainee(Service service) {
    return switch (service.local()) {
      case Service.Local.Java local ->
          cache(service.name())
              .map(
                  cache ->
                      new Trainer.Trainee(
                          service.name(),
                          command(service.name(), local.module(), local.main()),
                          cache));
      case Service.Local.Server _ -> Optional.empty();
    };
  }

  /** Where the AOT caches are. */
  static Path caches(Path root) {
    return root.resolve("infra/local/target/aot");
  }

  /** Where the hashes of jars are remembered. */
  private static Path hashes(Path root) {
    return caches(root).resolve("hashes");
  }

  /** Writes down for later starts what the jars' hashes are. */
  void rememberHashes() {
    hashes.remember(hashes(options.root()));
  }

  /** Where a process has its AOT cache, trained or not yet; none if nothing trains it. */
  private Optional<TrainedCache> cache(String name) {
    return Optional.of(caches(options.root()).resolve(name + ".aot"))
        .filter(_ -> Training.knows(name))
        .map(TrainedCache::new);
  }

  /** The flags of a process on this class path. */
  List<String> flags(String name, String classPath) {
    var flags = new ArrayList<>(FLAGS);
    flags.addAll(archive(name, classPath));
    return flags;
  }

  static String ownClassPath() {
    return System.getProperty("java.class.path");
  }

  private String classPath(String module) {
    var target = options.root().resolve(module).resolve("target");
    try (var jars = Files.newDirectoryStream(target, "*-SNAPSHOT.jar")) {
      var dependencies = Files.readString(target.resolve("classpath")).strip();
      return jars.iterator().next() + File.pathSeparator + dependencies;
    } catch (IOException | NoSuchElementException e) {
      throw new StackFailure(
          "%s is not built: run make, or mvn package, first.".formatted(module), e);
    }
  }

  /**
   * An archive of loaded classes, which halves what a start costs. A process of the standing stack
   * writes it when it first ends; those of other stacks only map it. Its name holds the state of
   * every jar, because a stale one must never be used.
   */
  private List<String> archive(String name, String classPath) {
    var jars = Arrays.stream(classPath.split(File.pathSeparator, -1)).map(Path::of).toList();
    if (!jars.stream().allMatch(Files::isRegularFile)) {
      return List.of();
    }
    var directory = options.root().resolve("infra/local/target/class-archives");
    var file = directory.resolve("%s-%08x.jsa".formatted(name, stateOf(jars)));
    if (options.freePorts()) {
      return Files.exists(file)
          ? List.of("-Xlog:cds*=error", "-XX:SharedArchiveFile=" + file)
          : List.of();
    }
    removeOthers(directory, name, file);
    return List.of(
        "-Xlog:cds*=error", "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + file);
  }

  private static void removeOthers(Path directory, String name, Path file) {
    try {
      Files.createDirectories(directory);
      try (var archives = Files.newDirectoryStream(directory, name + "-????????.jsa")) {
        for (var archive : archives) {
          if (!archive.equals(file)) {
            Files.deleteIfExists(archive);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot use " + directory, e);
    }
  }

  private static int stateOf(List<Path> jars) {
    return jars.stream()
        .map(
            jar -> Objects.hash(jar.toString(), jar.toFile().length(), jar.toFile().lastModified()))
        .reduce(1, Objects::hash);
  }
}
