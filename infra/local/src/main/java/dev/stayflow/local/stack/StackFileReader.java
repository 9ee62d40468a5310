package dev.stayflow.local.stack;

import dev.stayflow.local.manifests.Section;
import dev.stayflow.local.stack.Service.Local;
import dev.stayflow.local.stack.Service.Port;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the services of a Compose document: the fields that both engines need, and no others. */
final class StackFileReader {
  private static final Pattern PORT = Pattern.compile("(\\d{1,5}):(\\d{1,5})");
  private static final Pattern MAIN = Pattern.compile("([a-z][a-z0-9]*\\.)+[A-Z][A-Za-z0-9]*");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

  private final Section document;
  private final Interpolation interpolation;
  private final Map<Integer, String> published = new HashMap<>();

  StackFileReader(Section document, Map<String, String> caller) {
    this.document = document;
    this.interpolation = new Interpolation(caller);
  }

  List<Service> services() {
    document.fixed("name", "stayflow");
    document.optionalSection("volumes").ifPresent(this::volumes);
    var services = document.section("services");
    var read = new ArrayList<Service>();
    for (var name : services.names()) {
      if (!NAME.matcher(name).matches()) {
        services.problem(name, "is no service name: lower-case letters, digits and hyphens");
      }
      read.add(service(name, services.section(name), services));
    }
    return List.copyOf(read);
  }

  private void volumes(Section volumes) {
    volumes.names().forEach(volumes::section);
  }

  private Service service(String name, Section service, Section all) {
    interpolation.fill(service, "image", service.text("image"));
    service.optionalText("working_dir");
    for (var list : List.of("command", "volumes")) {
      if (service.has(list)) {
        service.texts(list);
      }
    }
    service.optionalSection("healthcheck").ifPresent(StackFileReader::healthcheck);
    return new Service(
        name,
        environment(service),
        ports(name, service),
        dependencies(service, all),
        oneShot(service),
        local(service.section("x-local")));
  }

  /** For Compose alone; the embedded engine knows how to ask each kind of service. */
  private static void healthcheck(Section healthcheck) {
    healthcheck.texts("test");
    for (var time : List.of("interval", "timeout", "start_period")) {
      healthcheck.optionalText(time);
    }
    healthcheck.integer("retries", 1, 1000);
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
        service.problem("ports", "\"%s\" must be \"published:container\"".formatted(text));
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
      // Compose would wait for a one-shot to be healthy forever
      var oneShot = oneShot(all.section(name));
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
