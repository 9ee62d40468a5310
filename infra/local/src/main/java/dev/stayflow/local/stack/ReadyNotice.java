package dev.stayflow.local.stack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code make up} ends with: where everything is. */
record ReadyNotice(StackFile file, InstantSource clock) {

  void tell(Instant began, Engine engine) {
    var addresses = Addresses.published(file);
    var seconds = Duration.between(began, clock.instant()).toMillis() / 1000.0;
    System.out.printf(Locale.ROOT, "Ready after %.1f s.%n%n", seconds);
    System.out.println("  gateway    " + addresses.uri("gateway"));
    System.out.println("  sandbox    " + addresses.uri("sandbox") + "  (pays)");
    System.out.println("  mailbox    " + addresses.uri("mailbox") + "  (what guests are sent)");
    System.out.println("  dispatcher " + addresses.uri("dispatcher") + "  (delivers later)");
    System.out.println("  eventing   " + addresses.uri(Planner.EVENTING) + "/status");
    System.out.printf(
        "  PostgreSQL localhost:%d, Redis localhost:%d, Kafka localhost:%d%n",
        addresses.port("postgres"), addresses.port("redis"), addresses.port("kafka"));
    switch (engine) {
      case EMBEDDED -> System.out.println("  logs       infra/local/target/logs");
      case DOCKER -> System.out.println("  logs       docker compose logs");
    }
    System.out.printf(
        "%nmake token GUEST=42 prints a token; make down%s stops the stack.%n", engine.option());
    if (engine == Engine.EMBEDDED) {
      System.out.printf(
          "Only in containers (make up ENGINE=docker PROFILES=...): %s.%n",
          file.onDemand().stream().map(Service.OnDemand::name).collect(Collectors.joining(", ")));
    }
    System.out.println("The console, signed in (once, within 10 minutes; make console for more):");
    System.out.println("  " + ConsoleLink.of(file, addresses, clock));
  }
}
