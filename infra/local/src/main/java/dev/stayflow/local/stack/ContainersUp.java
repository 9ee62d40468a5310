package dev.stayflow.local.stack;

import dev.stayflow.local.servers.Ports;
import dev.stayflow.local.stack.ContainerEngine.Container;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Brings the stack up in containers. */
final class ContainersUp {
  private static final String OURS = "stayflow/";
  private static final String TRACES = "traces";
  private static final String TRACES_GO_TO = "OTEL_EXPORTER_OTLP_ENDPOINT";

  private final StackOptions options;
  private final StackFile file;
  private final Profiles profiles;
  private final ContainerEngine engine;
  private final InstantSource clock;

  /**
   * Checks the files and the engine; starts nothing.
   *
   * @throws StackFailure saying what is wrong or missing
   */
  ContainersUp(StackOptions options, StackFile file, InstantSource clock) {
    BoundSinks.of(file, Planner.manifests(file));
    this.options = options;
    this.file = file;
    this.profiles = Profiles.of(file, options.caller());
    this.engine = ContainerEngine.find(options.root());
    this.clock = clock;
  }

  /** True when all of it is ready; has said what is wrong otherwise. */
  boolean start() throws InterruptedException {
    if (engine.containers().stream().noneMatch(Container::isRunning)) {
      refuseTakenPorts();
    }
    haveImages();
    var began = clock.instant();
    var waiting = new ContainersReady(file, profiles, engine, clock);
    if (engine.compose(settings(), "up", "--detach", "--remove-orphans") != 0) {
      System.err.println("Compose did not start all of it; it says why above.");
      waiting.tellBroken();
      return false;
    }
    if (!waiting.await(began)) {
      return false;
    }
    for (var function : file.functions()) {
      function
          .functionFolder(options.root())
          .ifPresent(folder -> FuncRuns.add(folder, function.ports().getFirst().published()));
    }
    new ReadyNotice(file, clock).tell(began, Engine.DOCKER);
    for (var service : profiles.services(file)) {
      System.out.printf("  %-10s http://localhost:%d%n", service.name(), service.port());
    }
    return true;
  }

  private void refuseTakenPorts() {
    var wanted = new TreeMap<Integer, String>();
    for (var service : file.services()) {
      service.ports().forEach(port -> wanted.put(port.published(), service.name()));
    }
    profiles.services(file).forEach(service -> wanted.put(service.port(), service.name()));
    var taken =
        wanted.entrySet().stream()
            .filter(entry -> Ports.isTaken(entry.getKey()))
            .map(entry -> PortOwner.taken(entry.getValue(), entry.getKey()))
            .collect(Collectors.joining("\n"));
    if (!taken.isEmpty()) {
      throw new StackFailure(
          "%s%nStop that process (make down, if it is the embedded stack), or change the port in %s."
              .formatted(taken, StackFile.NAME));
    }
  }

  private void haveImages() {
    var images =
        file.services().stream()
            .map(Service::image)
            .filter(image -> image.startsWith(OURS))
            .collect(Collectors.toCollection(TreeSet::new));
    var absent = engine.absent(images);
    if (absent.isEmpty()) {
      System.out.println("The images are there; make images builds anew what has changed since.");
      return;
    }
    System.out.printf("Of %d images %d are not there: make images%n", images.size(), absent.size());
    if (engine.buildImages() != 0) {
      throw new StackFailure("make images failed; it says why above.");
    }
    var still = engine.absent(images);
    if (!still.isEmpty()) {
      throw new StackFailure(
          "make images builds the tag dev, and TAG names others, which are not there: "
              + String.join(", ", still));
    }
  }

  /** For what the file leaves open. */
  private Map<String, String> settings() {
    var settings = new HashMap<String, String>();
    settings.put("COMPOSE_PROFILES", String.join(",", profiles.asked()));
    if (profiles.asked().contains(TRACES)) {
      settings.put(TRACES_GO_TO, options.caller().getOrDefault(TRACES_GO_TO, "http://jaeger:4318"));
    }
    return settings;
  }
}
