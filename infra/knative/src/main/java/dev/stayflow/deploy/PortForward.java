package dev.stayflow.deploy;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A port of this machine that leads to a Service of the cluster until it is closed. */
final class PortForward implements AutoCloseable {
  private static final Pattern OPEN = Pattern.compile("Forwarding from 127\\.0\\.0\\.1:(\\d+)");
  private static final int WITHIN_SECONDS = 30;

  private final Process process;
  private final int port;

  private PortForward(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * @throws DeployFailure when the Service is not there or has no pod that is ready
   */
  static PortForward to(Kubectl kubectl, String namespace, String service, int servicePort) {
    var process =
        kubectl.start(
            "port-forward",
            "-n",
            namespace,
            "service/" + service,
            "--address=127.0.0.1",
            ":" + servicePort);
    var opened = CompletableFuture.supplyAsync(() -> port(process), Thread::startVirtualThread);
    try {
      return new PortForward(process, opened.orTimeout(WITHIN_SECONDS, TimeUnit.SECONDS).join());
    } catch (CompletionException e) {
      var words = process.isAlive() ? "it took too long" : words(process);
      Programs.end(process);
      throw new DeployFailure(
          "kubectl port-forward to %s in %s: %s".formatted(service, namespace, words), e);
    }
  }

  /**
   * Reads on afterwards, since it tells of every connection and would stop when nobody listened.
   */
  private static int port(Process process) {
    var lines = process.inputReader();
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var matcher = OPEN.matcher(line);
        if (matcher.find()) {
          Thread.startVirtualThread(() -> drain(lines));
          Thread.startVirtualThread(() -> drain(process.errorReader()));
          return Integer.parseInt(matcher.group(1));
        }
      }
    } catch (IOException e) {
      throw new CompletionException(e);
    }
    throw new CompletionException(new IOException("it ended"));
  }

  private static void drain(BufferedReader lines) {
    try {
      while (lines.readLine() != null) {}
    } catch (IOException e) {
      // it has ended
    }
  }

  private static String words(Process process) {
    try {
      return new String(
              process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .strip();
    } catch (IOException e) {
      return "it ended";
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    Programs.end(process);
  }
}
