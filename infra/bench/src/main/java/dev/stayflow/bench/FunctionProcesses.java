package dev.stayflow.bench;

import dev.stayflow.images.StagedFunctions;
import dev.stayflow.local.servers.PostgresServer;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts functions as their images do, but for the cache, on one database and sink.
 *
 * @param logs where their logs go
 */
record FunctionProcesses(
    StagedFunctions staged, PostgresServer database, LocalSink sink, Path logs) {
  /** How many connections to the database each has; a function's own default. */
  static final int POOL = 10;

  /** The memory of a container: the heap is a share of it. */
  private static final String MEMORY = "-XX:MaxRAM=256m";

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final String CLASS_PATH = "-cp";

  /**
   * Returns when it is ready.
   *
   * @param more flags of its Java
   */
  ServiceProcess start(String function, List<String> more) {
    return start(function, function, more, arguments(function), database.jdbcUrl());
  }

  /**
   * Returns when it is ready; changes nothing in the database.
   *
   * @param file what it asks is appended to this one
   */
  ServiceProcess startRecorded(String function, Path file) {
    var arguments = arguments(function);
    arguments.set(
        arguments.indexOf(CLASS_PATH) + 1,
        arguments.get(arguments.indexOf(CLASS_PATH) + 1) + File.pathSeparator + ownCode());
    return start(
        function,
        function + "-recorded",
        List.of(RecordingDriver.flag(file)),
        arguments,
        RecordingDriver.url(database.jdbcUrl()));
  }

  private List<String> arguments(String function) {
    return new ArrayList<>(staged.stage(function, JAVA).arguments());
  }

  private ServiceProcess start(
      String function, String name, List<String> more, List<String> arguments, String databaseUrl) {
    var all = new ArrayList<>(List.of(MEMORY));
    all.addAll(more);
    all.addAll(arguments);
    return ServiceProcess.start(function, all, settings(databaseUrl), logs.resolve(name + ".log"));
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
}
