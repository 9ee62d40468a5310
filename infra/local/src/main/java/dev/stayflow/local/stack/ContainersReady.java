package dev.stayflow.local.stack;

import dev.stayflow.local.stack.ContainerEngine.Container;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Waits until the containers answer at their published ports. Compose itself has waited for the
 * servers and the migration, which is all that it can ask.
 */
final class ContainersReady {
  private static final Duration POLL = Duration.ofSeconds(1);

  /** Since Compose has started them: twenty JVMs side by side. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** So often in a row may a container be seen broken before nobody waits for it any more. */
  private static final int BROKEN_AFTER = 10;

  private final ContainerEngine engine;
  private final InstantSource clock;
  private final Map<String, BooleanSupplier> waiting = new TreeMap<>();
  private final Map<String, Integer> broken = new HashMap<>();

  ContainersReady(StackFile file, Profiles profiles, ContainerEngine engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
    for (var service : file.services()) {
      if (service.local() instanceof Service.Local.Java && !service.ports().isEmpty()) {
        var port = service.ports().getFirst().published();
        waiting.put(service.name(), () -> HealthCheck.isGood(port));
      }
    }
    for (var service : profiles.services(file)) {
      waiting.put(service.name(), () -> HealthCheck.answers(service.port()));
    }
  }

  /** Prints each part as it becomes ready; true when all are. */
  boolean await(Instant began) throws InterruptedException {
    var limit = clock.instant().plus(LIMIT);
    while (true) {
      tellReady(began);
      if (waiting.isEmpty()) {
        return true;
      }
      countBroken();
      if (broken.values().stream().anyMatch(times -> times >= BROKEN_AFTER)
          || clock.instant().isAfter(limit)) {
        System.err.println("Not ready: " + String.join(", ", waiting.keySet()));
        tellBroken();
        System.err.println("make down ENGINE=docker stops the rest.");
        return false;
      }
      Thread.sleep(POLL);
    }
  }

  /** Of the parts that are asked for; one that runs again, begins anew. */
  private void countBroken() {
    var now =
        engine.containers().stream()
            .filter(Container::isBroken)
            .map(Container::service)
            .filter(waiting::containsKey)
            .toList();
    broken.keySet().retainAll(now);
    now.forEach(service -> broken.merge(service, 1, Integer::sum));
  }

  private void tellReady(Instant began) {
    new TreeMap<>(waiting)
        .forEach(
            (part, ready) -> {
              if (ready.getAsBoolean()) {
                waiting.remove(part);
                var seconds = Duration.between(began, clock.instant()).toMillis() / 1000.0;
                System.out.printf(Locale.ROOT, "  %5.1f s  %-17s ready%n", seconds, part);
              }
            });
  }

  /** The ends of the logs of what does not run. */
  void tellBroken() {
    for (var container : engine.containers()) {
      if (container.isBroken() || broken.containsKey(container.service())) {
        System.err.printf("%n%s: %s. Its log ends:%n", container.service(), container.status());
        engine.compose(Map.of(), "logs", "--tail", "15", container.service());
      }
    }
  }
}
