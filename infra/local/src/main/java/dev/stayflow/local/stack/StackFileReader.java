package dev.stayflow.local.stack;

import dev.stayflow.local.manifests.Section;
import dev.stayflow.local.stack.Service.Local;
import dev.stayflow.local.stack.Service.OnDemand;
import dev.stayflow.local.stack.Service.Port;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the services of a Compose document: the fields that both engines need, and no others. */
final class StackFileReader {
  private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d{1,5}):(\\d{1,5})");
  private static final Pattern MAIN = Pattern.compile("([a-z][a-z0-9]*\\.)+[A-Z][A-Za-z0-9]*");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

  private final Path root;
  private final Section document;
  private final Interpolation interpolation;
  private final Map<Integer, String> published = new HashMap<>();

  StackFileReader(Path root, Section document, Map<String, String> caller) {
    this.root = root;
    this.document = document;
    this.interpolation = new Interpolation(caller);
  }

  StackFile read() {
    document.optionalSection("volumes").ifPresent(this::volumes);
    document.optionalSection("x-container").ifPresent(this::shared);
    var services = document.section("services");
    var read = new ArrayList<Service>();
    var onDemand = new ArrayList<OnDemand>();
    for (var name : services.names()) {
      if (!NAME.matcher(name).matches()) {
        services.problem(name, "is no service name: lower-case letters, digits and hyphens");
      }
      var service = services.section(name);
      var image = interpolation.fill(service, "image", service.text("image"));
      new ContainerFields(service).read();
      if (service.has("profiles")) {
        onDemand.add(onDemand(name, service, services));
      } else {
        read.add(service(name, image, service, services));
      }
    }
    return new StackFile(root, List.copyOf(read), List.copyOf(onDemand));
  }

  private void volumes(Section volumes) {
    volumes.names().forEach(volumes::section);
  }

  /** What services merge into themselves. */
  private void shared(Section shared) {
    new ContainerFields(shared).read();
    shared.optionalText("restart");
  }

  private Service service(String name, String image, Section service, Section all) {
    return new Service(
        name,
        image,
        environment(service),
        ports(name, service),
        aliases(service),
        dependencies(service, all),
        oneShot(service),
        local(service.section("x-local")));
  }

  /** Read as strictly, though nothing of it is run here. */
  private OnDemand onDemand(String name, Section service, Section all) {
    environment(service);
    dependencies(service, all);
    oneShot(service);
    if (service.has("x-local")) {
      service.problem("x-local", "a service with profiles runs in containers only");
    }
    var ports = ports(name, service);
    if (ports.isEmpty()) {
      service.problem("ports", "must say where people find it");
    }
    var port = ports.isEmpty() ? 0 : ports.getFirst().published();
    return new OnDemand(name, service.texts("profiles"), port);
  }

  private Map<String, String> environment(Section section) {
    var filled = new LinkedHashMap<String, String>();
    section
        .optionalSection("environment")
        .ifPresent(
            environment ->
                environment
                    .entries()
                    .forEach(
                        (name, value) ->
                            filled.put(name, interpolation.fill(environment, name, value))));
    return filled;
  }

  private List<Port> ports(String name, Section service) {
    if (!service.has("ports")) {
      return List.of();
    }
    var ports = new ArrayList<Port>();
    for (var text : service.texts("ports")) {
      var matcher = PORT.matcher(text);
      if (!matcher.matches()) {
        // Without the address, Docker opens the port to the whole network, past the firewall
        service.problem(
            "ports", "\"%s\" must be \"127.0.0.1:published:container\"".formatted(text));
        continue;
      }
      var port = new Port(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
      var other = published.putIfAbsent(port.published(), name);
      if (other != null) {
        service.problem("ports", "%d is a port of %s already".formatted(port.published(), other));
      }
      ports.add(port);
    }
    return List.copyOf(ports);
  }

  private static List<Integer> aliases(Section service) {
    if (!service.has("expose")) {
      return List.of();
    }
    var aliases = new ArrayList<Integer>();
    for (var text : service.texts("expose")) {
      if (text.matches("\\d{1,5}")) {
        aliases.add(Integer.valueOf(text));
      } else {
        service.problem("expose", "\"%s\" must be a container's port".formatted(text));
      }
    }
    return List.copyOf(aliases);
  }

  private static List<String> dependencies(Section service, Section all) {
    var dependencies = service.optionalSection("depends_on");
    if (dependencies.isEmpty()) {
      return List.of();
    }
    for (var name : dependencies.get().names()) {
      if (!all.has(name)) {
        dependencies.get().problem(name, "there is no service of this name");
        continue;
      }
      // Compose would wait for a one-shot to be healthy forever, and refuses what cannot be asked
      var oneShot = oneShot(all.section(name));
      if (!oneShot && !all.section(name).has("healthcheck")) {
        dependencies.get().problem(name, "has no healthcheck, so nobody can wait for it");
      }
      dependencies
          .get()
          .section(name)
          .fixed("condition", oneShot ? "service_completed_successfully" : "service_healthy");
    }
    return List.copyOf(dependencies.get().names());
  }

  private static boolean oneShot(Section service) {
    var restart = service.text("restart");
    if (!restart.equals("no") && !restart.equals("unless-stopped")) {
      service.problem("restart", "must be \"no\" for what ends by itself, else unless-stopped");
    }
    return restart.equals("no");
  }

  private Local local(Section local) {
    if (local.has("server")) {
      return new Local.Server(
          local.choice("server", Local.Server.Kind.class).orElse(Local.Server.Kind.POSTGRES));
    }
    var main = local.text("main");
    if (!MAIN.matcher(main).matches() && !main.isEmpty()) {
      local.problem("main", "\"%s\" must be a class with its package".formatted(main));
    }
    return new Local.Java(
        local.text("module"), main, environment(local), local.optionalText("state").orElse(""));
  }
}
