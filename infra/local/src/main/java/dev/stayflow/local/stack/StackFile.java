package dev.stayflow.local.stack;

import dev.stayflow.local.manifests.InvalidManifests;
import dev.stayflow.local.manifests.YamlFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code local-stack.yml} says.
 *
 * @param root the repository's directory, which the file lies in
 * @param services in the order of the file
 * @param onDemand services with profiles, which only Compose runs
 */
record StackFile(Path root, List<Service> services, List<Service.OnDemand> onDemand) {
  static final String NAME = "local-stack.yml";

  /**
   * Reads the file strictly.
   *
   * @param caller environment variables that {@code ${NAME:-default}} is filled from
   * @throws InvalidManifests with everything that is wrong: file, line, field
   */
  static StackFile read(Path root, Map<String, String> caller) {
    return YamlFile.read(
        root.resolve(NAME), document -> new StackFileReader(root, document, caller).read());
  }

  Set<String> names() {
    return services.stream().map(Service::name).collect(Collectors.toSet());
  }

  Optional<Service> find(String name) {
    return services.stream().filter(service -> service.name().equals(name)).findFirst();
  }

  /** A setting of a service, as written there. */
  String setting(String service, String name) {
    return find(service)
        .map(found -> found.environment().get(name))
        .orElseThrow(
            () ->
                new StackFailure(
                    "%s lacks the setting %s of the service %s.".formatted(NAME, name, service)));
  }

  /** The functions: services whose module lies under {@code functions}. */
  List<Service> functions() {
    return services.stream().filter(StackFile::isFunction).toList();
  }

  private static boolean isFunction(Service service) {
    return switch (service.local()) {
      case Service.Local.Java java -> java.module().startsWith("functions/");
      case Service.Local.Server server -> false;
    };
  }
}
