package dev.stayflow.local.servers;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Redis 6.2 as a child process of this Java process, out of com.github.codemonstur:embedded-redis;
 * or the program that the environment variable REDIS_SERVER names, another Redis or Valkey. It
 * writes every command to its append-only file, synchronised each second, evicts nothing, and
 * listens on the loopback interface only.
 */
public final class RedisServer implements LocalServer {
  private static final String NAME = "Redis";
  private static final String VERSION = "6.2.6";
  private static final String PROGRAM = "redis-server";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final int ANSWER_MILLIS = 1000;

  private final StateDirectory state;
  private final NativeProcess process;
  private final int port;

  private RedisServer(StateDirectory state, NativeProcess process, int port) {
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
   * @param options as on Redis's command line, such as {@code "--requirepass", "secret"}
   * @throws ServerFailure when it does not start, with the end of its log
   * @throws PortTaken when another process listens on the port
   */
  public static RedisServer start(Path stateDirectory, int port, String... options) {
    return start(List.of(program().toString()), stateDirectory, port, options);
  }

  private static RedisServer start(
      List<String> program, Path stateDirectory, int port, String... options) {
    var state = StateDirectory.hold(NAME, stateDirectory);
    try {
      var chosen = Ports.choose(NAME, port);
      var process = NativeProcess.start(NAME, state, command(program, state, chosen, options));
      process.await(LIMIT, () -> answers(chosen));
      return new RedisServer(state, process, chosen);
    } catch (RuntimeException e) {
      state.close();
      throw e;
    }
  }

  /** Starts a server on a free port whose data is deleted when this Java process ends. */
  public static RedisServer startTemporary(String... options) {
    return startTemporary(0, options);
  }

  /**
   * Like {@link #startTemporary(String...)}, with a clock of its own; always Redis 6.2, because the
   * library that makes it believe so does not get on with the memory allocator of others.
   */
  public static RedisServer startTemporary(RedisClock clock, String... options) {
    return startTemporary(clock.ticksFor(unpacked()), 0, options);
  }

  static RedisServer startTemporary(int port, String... options) {
    return startTemporary(List.of(program().toString()), port, options);
  }

  private static RedisServer startTemporary(List<String> program, int port, String... options) {
    var directory = StateDirectory.temporary(NAME);
    var server = start(program, directory, port, options);
    StateDirectory.deleteAtExit(directory, server::close);
    return server;
  }

  /** Starts another server that holds what this one holds, and waits until it does. */
  public RedisServer startReplica(String... options) {
    var all =
        Stream.concat(
                Stream.of("--replicaof", "127.0.0.1", Integer.toString(port)), Stream.of(options))
            .toArray(String[]::new);
    var replica = startTemporary(all);
    replica.await(
        LIMIT, () -> replica.ask("INFO", "replication").contains("master_link_status:up"));
    return replica;
  }

  @Override
  public int port() {
    return port;
  }

  /** {@code redis://localhost:port}. */
  public String url() {
    return "redis://localhost:" + port;
  }

  /**
   * Sends a command and waits for its answer.
   *
   * @return text or number as text, {@code ""} for nil; elements of an array one a line
   * @throws ServerFailure with Redis's own words when it refuses, or when it does not answer
   */
  public String ask(String... words) {
    return RedisPrompt.ask(port, words);
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
    process.stop("TERM", STOP_LIMIT);
    state.close();
  }

  /** The program to run. */
  static Path program() {
    var chosen = System.getenv("REDIS_SERVER");
    if (chosen == null || chosen.isBlank()) {
      return unpacked();
    }
    var program = Path.of(chosen).toAbsolutePath();
    if (!Files.isExecutable(program)) {
      throw new ServerFailure(
          "REDIS_SERVER names %s, which is no program: name one, or unset it.".formatted(program));
    }
    return program;
  }

  /** Waits for what this server has a part in; it is killed when that takes too long. */
  void await(Duration limit, BooleanSupplier ready) {
    process.await(limit, ready);
  }

  private static Path unpacked() {
    var platform = Platform.current();
    var resource =
        PROGRAM
            + switch (platform.os()) {
              case LINUX ->
                  switch (platform.cpu()) {
                    case X86_64 -> "-6.2.6-v5-linux-amd64";
                    case ARM_64 -> "-6.2.7-linux-arm64";
                  };
              case MACOS ->
                  switch (platform.cpu()) {
                    case X86_64 -> "-6.2.6-v5-darwin-amd64";
                    case ARM_64 -> "-6.2.6-v5-darwin-arm64";
                  };
            };
    var name = "redis-%s-%s-%s".formatted(VERSION, platform.os(), platform.cpu());
    return Unpacked.directory(name, resource, RedisServer::unpack).resolve(PROGRAM);
  }

  private static void unpack(InputStream program, Path directory) throws IOException {
    var file = directory.resolve(PROGRAM);
    Files.copy(program, file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static List<String> command(
      List<String> program, StateDirectory state, int port, String... options) {
    var command = new ArrayList<>(program);
    command.addAll(
        List.of(
            "--port",
            Integer.toString(port),
            "--bind",
            "127.0.0.1",
            "-::1",
            "--dir",
            state.path().toString(),
            "--maxmemory-policy",
            "noeviction",
            "--appendonly",
            "yes",
            "--appendfsync",
            "everysec",
            "--repl-diskless-sync-delay",
            "0",
            "--save",
            ""));
    command.addAll(List.of(options));
    return command;
  }

  /** A server that demands a password answers too; one that still loads its data says so. */
  static boolean answers(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
      return answer.equals("+PONG") || answer.equals("-NOAU");
    } catch (IOException e) {
      return false;
    }
  }
}
