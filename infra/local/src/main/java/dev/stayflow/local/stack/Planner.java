package dev.stayflow.local.stack;

import dev.stayflow.local.manifests.Manifests;
import dev.stayflow.local.servers.KafkaServerProcess;
import dev.stayflow.local.servers.PostgresServer;
import dev.stayflow.local.servers.RedisServer;
import dev.stayflow.local.stack.Service.Local;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** Resolves {@code local-stack.yml} and the manifests it names into a {@link Plan}. */
final class Planner {
  /** The service that plays Knative Eventing. */
  static final String EVENTING = "eventing";

  private static final String MANIFESTS = "MANIFESTS";

  /** What a process needs of the caller's environment to run at all. */
  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "USER", "TMPDIR", "LANG", "LC_ALL", "XDG_CACHE_HOME");

  private final StackOptions options;
  private final StackFile file;
  private final Addresses addresses;
  private final Set<String> bound;
  private final JavaRuntime java;

  private Planner(StackOptions options, StackFile file) {
    this.options = options;
    this.file = file;
    this.addresses = options.freePorts() ? Addresses.free(file) : Addresses.published(file);
    this.bound = BoundSinks.of(file, manifests(file));
    this.java = new JavaRuntime(options);
  }

  /**
   * Reads and checks everything; starts nothing.
   *
   * @throws dev.stayflow.local.manifests.InvalidManifests with all that is wrong in the files
   * @throws StackFailure when a module is not built, or K_SINK is not what the SinkBindings say
   */
  static Plan plan(StackOptions options) {
    var planner = new Planner(options, StackFile.read(options.root(), options.caller()));
    return new Plan(
        planner.addresses, planner.file.services().stream().map(planner::part).toList());
  }

  /**
   * Reads the manifests that services of the stack are told to play.
   *
   * @throws dev.stayflow.local.manifests.InvalidManifests with all that is wrong in them
   */
  static Manifests manifests(StackFile file) {
    var folders =
        file.services().stream()
            .flatMap(service -> Optional.ofNullable(service.environment().get(MANIFESTS)).stream())
            .flatMap(list -> Arrays.stream(list.split(",", -1)))
            .map(folder -> file.root().resolve(folder.strip()))
            .toList();
    return Manifests.read(folders, file.names());
  }

  private Plan.Part part(Service service) {
    var name = service.name();
    Set<String> uses = new HashSet<>(service.dependencies());
    if (bound.contains(name)) {
      uses.add(EVENTING);
    }
    return new Plan.Part(
        name,
        service.ports().isEmpty() ? 0 : addresses.port(name),
        service.dependencies(),
        uses,
        service.oneShot(),
        function(service),
        switch (service.local()) {
          case Local.Server(var kind) -> server(kind, name);
          case Local.Java local -> process(service, local);
        });
  }

  private Optional<Path> function(Service service) {
    return service.functionFolder(options.root()).filter(_ -> !options.freePorts());
  }

  private Launch server(Local.Server.Kind kind, String name) {
    var state = options.stateDirectory().resolve(name);
    var port = addresses.port(name);
    var log = log(name);
    return switch (kind) {
      case POSTGRES -> {
        log.link(state.resolve("log"));
        yield new NativeLaunch(() -> PostgresServer.start(state, port), log);
      }
      case REDIS -> {
        log.link(state.resolve("log"));
        yield new NativeLaunch(() -> RedisServer.start(state, port), log);
      }
      case KAFKA -> {
        log.begin();
        yield java.launch(
            name,
            JavaRuntime.OWN_MODULE,
            KafkaServerProcess.class.getName(),
            List.of(state.toString(), Integer.toString(port)),
            inherited(),
            log,
            pid -> KafkaServerProcess.isReady(state, pid));
      }
    };
  }

  private Launch process(Service service, Local.Java local) {
    var name = service.name();
    var environment = new TreeMap<>(inherited());
    environment.putAll(localized(service, service.environment()));
    environment.putAll(localized(service, local.environment()));
    if (!service.ports().isEmpty()) {
      environment.put("PORT", Integer.toString(addresses.port(name)));
    }
    if (!local.stateVariable().isEmpty()) {
      environment.put(local.stateVariable(), options.stateDirectory().resolve(name).toString());
    }
    var log = log(name);
    log.begin();
    LongPredicate ready =
        service.ports().isEmpty() ? pid -> true : pid -> HealthCheck.isGood(addresses.port(name));
    return java.launch(name, local.module(), local.main(), List.of(), environment, log, ready);
  }

  /** An empty value is an absent one, as a default of nothing cannot be written otherwise. */
  private Map<String, String> localized(Service service, Map<String, String> environment) {
    var localized = new LinkedHashMap<String, String>();
    environment.forEach(
        (setting, value) -> {
          if (!value.isEmpty()) {
            localized.put(setting, addresses.localize(service.name(), setting, environment));
          }
        });
    return localized;
  }

  private Map<String, String> inherited() {
    var environment = new TreeMap<String, String>();
    for (var name : INHERITED) {
      var value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    return environment;
  }

  private LogFile log(String service) {
    return new LogFile(options.logDirectory().resolve(service + ".log"));
  }
}
