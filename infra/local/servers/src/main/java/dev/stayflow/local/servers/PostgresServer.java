package dev.stayflow.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * PostgreSQL 18 as a child process of this Java process, with a database {@code stayflow} that the
 * user {@code stayflow} owns (password {@code stayflow}). Listens on the loopback interface only.
 */
public final class PostgresServer implements LocalServer {
  private static final String NAME = "PostgreSQL";
  private static final String DATABASE = "stayflow";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final String CREATE_DATABASE = "CREATE DATABASE stayflow";
  private static final String FIND_DATABASE =
      "SELECT 1 FROM pg_database WHERE datname = 'stayflow'";

  /** SQLSTATE of a server that is still starting, or that ended under the connection. */
  private static final List<String> NOT_YET = List.of("57P03", "08001", "08006", "57P01");

  private final StateDirectory state;
  private final NativeProcess process;
  private final int port;

  private PostgresServer(StateDirectory state, NativeProcess process, int port) {
    this.state = state;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts the server and waits until it answers. Data stays in the directory, which also serves
   * again after this process and the server were killed. Whoever starts the server closes it; one
   * that is left running is ended by the next start on its directory.
   *
   * @param port 0 for a free one
   * @param options settings of postgresql.conf, each {@code name=value}
   * @throws ServerFailure when it does not start, with the end of its log
   * @throws PortTaken when another process listens on the port
   */
  public static PostgresServer start(Path stateDirectory, int port, String... options) {
    var state = StateDirectory.hold(NAME, stateDirectory);
    try {
      var user = PlainUser.find();
      var binaries = PostgresBinaries.unpacked();
      var data = prepareData(state, user, binaries);
      var chosen = Ports.choose(NAME, port);
      var process =
          NativeProcess.start(
              NAME, state, user.command(command(binaries, data, chosen, List.of(options))));
      process.await(LIMIT, () -> answers(chosen));
      return new PostgresServer(state, process, chosen);
    } catch (RuntimeException e) {
      state.close();
      throw e;
    }
  }

  /** Starts a server on a free port whose data is deleted when this Java process ends. */
  public static PostgresServer startTemporary(String... options) {
    var directory = StateDirectory.temporary(NAME);
    var all = new ArrayList<>(List.of("fsync=off", "full_page_writes=off"));
    all.addAll(List.of(options));
    var server = start(directory, 0, all.toArray(String[]::new));
    StateDirectory.deleteAtExit(directory, server::close);
    return server;
  }

  @Override
  public int port() {
    return port;
  }

  /** Where the database is, for the PostgreSQL driver. */
  public String jdbcUrl() {
    return jdbcUrl(port, DATABASE);
  }

  public String user() {
    return DATABASE;
  }

  public String password() {
    return DATABASE;
  }

  @Override
  public ProcessHandle process() {
    return process.handle();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  @Override
  public void kill() {
    process.kill();
    close();
  }

  @Override
  public void close() {
    process.stop("INT", STOP_LIMIT);
    state.close();
  }

  private static Path prepareData(StateDirectory state, PlainUser user, PostgresBinaries binaries) {
    var data = state.path().resolve("data");
    if (Files.exists(data)) {
      return data;
    }
    // made beside its final place, so that a start cut short leaves nothing that looks complete
    var fresh = state.path().resolve("data.new");
    var password = state.path().resolve("password");
    StateDirectory.delete(fresh);
    try {
      Files.createDirectory(fresh);
      Files.writeString(password, DATABASE);
      user.own(fresh);
      NativeProcess.run(
          NAME,
          state,
          user.command(
              List.of(
                  binaries.initdb(),
                  "--pgdata=" + fresh,
                  "--username=" + DATABASE,
                  "--pwfile=" + password,
                  "--auth=scram-sha-256",
                  "--encoding=UTF8",
                  "--locale=C",
                  "--no-sync",
                  "--no-instructions")),
          LIMIT);
      Files.delete(password);
      return Files.move(fresh, data);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot prepare " + data, e);
    }
  }

  private static List<String> command(
      PostgresBinaries binaries, Path data, int port, List<String> options) {
    var command = new ArrayList<>(List.of(binaries.postgres(), "-D", data.toString()));
    var settings =
        new ArrayList<>(
            List.of(
                "listen_addresses=localhost",
                "port=" + port,
                "unix_socket_directories=",
                // twelve processes with pools of ten, and room for people
                "max_connections=200",
                "shared_buffers=32MB",
                "io_method=sync",
                "timezone=UTC",
                "log_timezone=UTC"));
    settings.addAll(options);
    for (var setting : settings) {
      command.addAll(List.of("-c", setting));
    }
    return command;
  }

  private static boolean answers(int port) {
    try (var connection =
            DriverManager.getConnection(jdbcUrl(port, "postgres"), DATABASE, DATABASE);
        var statement = connection.createStatement()) {
      if (!statement.executeQuery(FIND_DATABASE).next()) {
        statement.execute(CREATE_DATABASE);
      }
      return true;
    } catch (SQLException e) {
      if (NOT_YET.contains(e.getSQLState())) {
        return false;
      }
      throw new ServerFailure(
          "PostgreSQL on port %d answers with an error: %s".formatted(port, e.getMessage()), e);
    }
  }

  private static String jdbcUrl(int port, String database) {
    return "jdbc:postgresql://localhost:%d/%s".formatted(port, database);
  }
}
