package dev.stayflow.bench;

import dev.stayflow.local.servers.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Starts functions as their images do, on one database and sink.
 *
 * @param functions the folder of their modules, which are built
 * @param logs where their logs go
 */
record FunctionProcesses(Path functions, PostgresServer database, LocalSink sink, Path logs) {
  /** How many connections to the database each has; a function's own default. */
  static final int POOL = 10;

  /** Half of the 256 MiB that a container has, as {@code -XX:MaxRAMPercentage=50} gives it. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx128m",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /**
   * Returns when it is ready.
   *
   * @param more flags of its Java
   */
  ServiceProcess start(String function, List<String> more) {
    return start(function, function, more, classPath(function), database.jdbcUrl());
  }

  /**
   * Returns when it is ready; changes nothing in the database.
   *
   * @param file what it asks is appended to this one
   */
  ServiceProcess startRecorded(String function, Path file) {
    return start(
        function,
        function + "-recorded",
        List.of(RecordingDriver.flag(file)),
        classPath(function) + File.pathSeparator + ownCode(),
        RecordingDriver.url(database.jdbcUrl()));
  }

  private ServiceProcess start(
      String function, String name, List<String> more, String path, String databaseUrl) {
    var arguments = new ArrayList<>(FLAGS);
    arguments.addAll(more);
    arguments.addAll(List.of("-cp", path, main(function)));
    return ServiceProcess.start(
        function, arguments, settings(databaseUrl), logs.resolve(name + ".log"));
  }

  private Map<String, String> settings(String databaseUrl) {
    var settings = new HashMap<String, String>();
    settings.put("DATABASE_URL", databaseUrl);
    settings.put("DATABASE_USER", database.user());
    settings.put("DATABASE_PASSWORD", database.password());
    settings.put("DATABASE_POOL", Integer.toString(POOL));
    settings.put("JWT_SECRET", Guests.SECRET);
    settings.put("K_SINK", sink.url());
    settings.put("PAYMENT_PROVIDERS", "sandbox");
    settings.put("SANDBOX_URL", sink.url());
    return settings;
  }

  private static Path ownCode() {
    try {
      var place = RecordingDriver.class.getProtectionDomain().getCodeSource().getLocation();
      return Path.of(place.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private String classPath(String function) {
    var target = functions.resolve(function).resolve("target");
    try (var jars = Files.newDirectoryStream(target, "*-SNAPSHOT.jar")) {
      var dependencies = Files.readString(target.resolve("classpath")).strip();
      return jars.iterator().next() + File.pathSeparator + dependencies;
    } catch (IOException | NoSuchElementException e) {
      throw new BenchFailure(function + " is not built in " + functions + ": make build", e);
    }
  }

  /** create-order is dev.stayflow.createorder.CreateOrderApplication. */
  private static String main(String function) {
    var name = new StringBuilder();
    for (var word : function.split("-", -1)) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return "dev.stayflow.%s.%sApplication".formatted(function.replace("-", ""), name);
  }
}
