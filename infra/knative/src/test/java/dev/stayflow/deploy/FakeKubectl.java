package dev.stayflow.deploy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** A program named kubectl that lets the test answer. */
final class FakeKubectl implements AutoCloseable {
  /**
   * @param stays whether the program stays until it is ended, as a port-forward does
   */
  record Answer(int status, String out, String err, boolean stays) {
    static Answer ok(String out) {
      return new Answer(0, out, "", false);
    }

    static Answer refused(String err) {
      return new Answer(1, "", err, false);
    }
  }

  private final ServerSocket server;
  private final Path directory;
  private final BiFunction<List<String>, String, Answer> answers;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<RuntimeException> faults = new CopyOnWriteArrayList<>();

  FakeKubectl(Path directory, BiFunction<List<String>, String, Answer> answers) {
    this.directory = directory;
    this.answers = answers;
    try {
      var file = Files.createDirectories(directory).resolve("kubectl");
      Files.createSymbolicLink(file, Situation.resource("kubectl.sh"));
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::serve);
  }

  Path directory() {
    return directory;
  }

  int port() {
    return server.getLocalPort();
  }

  /** What it was called with, without the options that every call has. */
  List<String> calls() {
    return calls;
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        Thread.startVirtualThread(() -> answer(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      var arguments = new ArrayList<String>();
      var count = Integer.parseInt(in.readLine());
      for (var i = 0; i < count; i++) {
        arguments.add(in.readLine());
      }
      var input = untilZero(in);
      arguments.removeIf(
          each -> each.startsWith("--request-timeout=") || each.startsWith("--context="));
      calls.add(String.join(" ", arguments));
      var answer = answered(arguments, input);
      var text =
          "%d\n%s\n%s\n%s"
              .formatted(answer.status(), answer.stays(), encoded(answer.err()), answer.out());
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer answered(List<String> arguments, String input) {
    try {
      return answers.apply(arguments, input);
    } catch (RuntimeException e) {
      faults.add(e);
      return Answer.refused("the test's cluster failed: " + e);
    }
  }

  private static String untilZero(BufferedReader in) throws IOException {
    var text = new StringBuilder();
    for (var read = in.read(); read > 0; read = in.read()) {
      text.append((char) read);
    }
    return text.toString();
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.delete(directory.resolve("kubectl")); // JUnit warns of links that it deletes
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!faults.isEmpty()) {
      throw faults.getFirst();
    }
  }
}
