package dev.stayflow.notifyguest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An SMTP server in a bad mood: it answers what it is told to, and hangs up where it says so. */
final class ScriptedSmtpServer implements AutoCloseable {
  /** Instead of an answer: the connection is cut. */
  static final String HANG_UP = "";

  /** Instead of an answer: none, ever. */
  static final String WAIT = "wait";

  private final ServerSocket socket;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();

  private ScriptedSmtpServer(ServerSocket socket) {
    this.socket = socket;
  }

  static ScriptedSmtpServer start() {
    try {
      var server =
          new ScriptedSmtpServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread.startVirtualThread(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /**
   * What to answer from now on; everything else is welcome.
   *
   * @param command such as {@code RCPT}, or {@code .} for the end of a mail
   */
  void answer(String command, String answer) {
    answers.put(command, answer);
  }

  void reset() {
    answers.clear();
    commands.clear();
  }

  /** How often a command came. */
  long times(String command) {
    return commands.stream().filter(command::equals).count();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Thread.startVirtualThread(() -> talk(client));
      }
    } catch (IOException closed) {
      // the end of the test
    }
  }

  private void talk(Socket client) {
    try (client) {
      var in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      String answer = answers.getOrDefault("", "220 moody");
      boolean data = false;
      while (!answer.equals(HANG_UP)) {
        if (!answer.equals(WAIT)) {
          client.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        String line = in.readLine();
        while (data && line != null && !line.equals(".")) {
          line = in.readLine();
        }
        if (line == null) {
          return;
        }
        data = false;
        String command = line.replaceFirst("[ :].*", "").toUpperCase(Locale.ROOT);
        commands.add(command);
        answer = answers.getOrDefault(command, command.equals("DATA") ? "354 go on" : "250 fine");
        data = answer.startsWith("354");
      }
    } catch (IOException gone) {
      // the client has had enough
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
