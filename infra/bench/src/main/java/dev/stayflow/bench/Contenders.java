package dev.stayflow.bench;

import dev.stayflow.images.Jars;
import dev.stayflow.images.LinkedRuntime;
import dev.stayflow.images.StagedFunctions;
import dev.stayflow.images.training.TrainedCache;
import dev.stayflow.images.training.Training;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Makes what is measured: a function as its image starts it, and the same function in a stock
 * Spring Boot jar on the whole JDK.
 *
 * @param java of the runtime that the images have
 */
record Contenders(
    StagedFunctions staged, Path java, Jars application, Path directory, Report report) {
  private static final Path JDK = Path.of(System.getProperty("java.home"));
  private static final Pattern HYPHEN = Pattern.compile("-(.)");

  /**
   * @param root the repository's, with everything built
   * @param directory takes all that is made; caches that still fit are used again
   */
  static Contenders of(Path root, StagedFunctions staged, Path directory, Report report) {
    report.progress("Linking the runtime of the images");
    var java =
        LinkedRuntime.link(
            root.resolve("infra/images/Dockerfile"), JDK, directory.resolve("runtime"));
    return new Contenders(
        staged, java, Jars.of(root.resolve("infra/bench/stock")), directory, report);
  }

  /**
   * The function as its image has it: linked runtime, jars, flags, trained cache.
   *
   * @param settings its environment
   */
  Contender shipped(String function, Map<String, String> settings) {
    var command = staged.stage(function, java);
    var file = directory.resolve(function + ".aot");
    var cache = new TrainedCache(file);
    if (!cache.fits(command)) {
      report.progress(function + " is trained");
      try (var training = new Training()) {
        cache = training.train(function, command, file).cache();
      }
    }
    return new Contender(
        cache.commandLine(command),
        settings,
        "PORT",
        List.of(java.resolve("../..").normalize(), staged.folder(function), file));
  }

  /** The function in a stock jar, without a flag, as Spring's guides start one. */
  Contender stock(String function, Map<String, String> settings) {
    var jar = directory.resolve("stock").resolve(function + ".jar");
    StockJar.write(application, staged.jars(function), jar);
    var all = new HashMap<>(settings);
    all.put("STOCK_WIRING", staged.main(function));
    all.put("SPRING_CLOUD_FUNCTION_DEFINITION", camelCase(function));
    return new Contender(
        List.of(JDK.resolve("bin").resolve("java").toString(), "-jar", jar.toString()),
        all,
        "SERVER_PORT",
        List.of(JDK, jar));
  }

  private static String camelCase(String name) {
    return HYPHEN.matcher(name).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
  }
}
