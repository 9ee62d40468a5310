package dev.stayflow.deploy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A user at a prompt, a repository with a small overlay, a cluster; time passes only while somebody
 * waits.
 */
final class Situation implements AutoCloseable {
  /** The repository's own finder of the real kustomize. */
  private static final Path FINDER = Path.of("find-kustomize.sh").toAbsolutePath();

  final FakeCluster cluster = new FakeCluster();
  final FakeKubectl kubectl;
  final Path root;
  final Map<String, String> environment = new HashMap<>(System.getenv());
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private final NavigableMap<Instant, Runnable> events = new TreeMap<>();
  private String out = "";
  private String err = "";

  Situation(Path directory) {
    root = directory.resolve("repository");
    kubectl = new FakeKubectl(directory.resolve("bin"), cluster::answer);
    overlay("dev", objects());
    overlay("production", objects());
    var path = Objects.requireNonNull(System.getenv("PATH"));
    environment.put("PATH", kubectl.directory() + ":" + path);
    environment.put("REAL_PATH", path);
    environment.put("REAL_FINDER", FINDER.toString());
    environment.put("GOGC", "off"); // kustomize collects garbage half of its time
    environment.put("FAKE_CLUSTER_PORT", Integer.toString(kubectl.port()));
    environment.keySet().removeAll(List.of("KUBECTL", "SMOKE_TOKEN", "CONTAINER_ENGINE"));
  }

  static String objects() {
    try {
      return Files.readString(resource("objects.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A file where it stands in the sources. Programs among them are linked to, not written: while
   * one is written here, another class may start a process, which has the file open for a moment
   * more, and the system refuses to run what is open for writing.
   */
  static Path resource(String name) {
    return Path.of("src/test/resources/dev/stayflow/deploy", name).toAbsolutePath();
  }

  /** Writes one, with a finder that names the real kustomize although kubectl is not real. */
  void overlay(String name, String objects) {
    var folder = root.resolve("infra/knative/overlays").resolve(name);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("kustomization.yaml"), "resources: [objects.yaml]\n");
      Files.writeString(folder.resolve("objects.yaml"), objects);
      var finder = root.resolve(Rendering.FINDER);
      if (Files.notExists(finder)) {
        Files.createSymbolicLink(finder, resource("find-kustomize.sh"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a command to its end; images are those of the overlay and no order is placed unless it
   * says so.
   */
  int run(String command, String... options) {
    var arguments = new ArrayList<>(List.of(command, "--root=" + root));
    for (var usual : List.of("--images=none", "--smoke=false")) {
      var name = usual.substring(0, usual.indexOf('=') + 1);
      if (List.of(options).stream().noneMatch(option -> option.startsWith(name))) {
        arguments.add(usual);
      }
    }
    arguments.addAll(List.of(options));
    var words = new StringWriter();
    var complaints = new StringWriter();
    var status =
        Deploy.run(
            environment,
            this::pass,
            () -> now,
            new PrintWriter(words, true),
            new PrintWriter(complaints, true),
            arguments.toArray(String[]::new));
    out = words.toString();
    err = complaints.toString();
    return status;
  }

  /** Lets something happen once that much time has passed. */
  void after(Duration duration, Runnable event) {
    events.put(now.plus(duration), event);
  }

  private void pass(Duration duration) {
    now = now.plus(duration);
    var due = events.headMap(now, true);
    List.copyOf(due.values()).forEach(Runnable::run);
    due.clear();
    cluster.tick();
  }

  String out() {
    return out;
  }

  String err() {
    return err;
  }

  /** For a failed assertion's message. */
  String said() {
    return out + "\n--- complaints\n" + err;
  }

  @Override
  public void close() {
    kubectl.close();
    try {
      Files.delete(root.resolve(Rendering.FINDER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
