package dev.stayflow.local.stack;

import dev.stayflow.local.servers.Ports;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Runs the parts of a stack side by side, each as soon as what it needs is ready. */
final class Supervisor {
  private final Plan plan;
  private final Map<String, Part> parts = new LinkedHashMap<>();

  /**
   * @param reporting hears of each change, one call at a time
   */
  Supervisor(Plan plan, InstantSource clock, Consumer<List<PartReport>> reporting) {
    this.plan = plan;
    for (var part : plan.parts()) {
      parts.put(part.name(), new Part(part, clock, () -> report(reporting)));
    }
  }

  private synchronized void report(Consumer<List<PartReport>> reporting) {
    reporting.accept(reports());
  }

  List<PartReport> reports() {
    return parts.values().stream().map(Part::report).toList();
  }

  /**
   * Starts everything and returns when all of it is ready.
   *
   * @throws StackFailure naming the first part that failed, with the end of its log
   */
  void start() {
    refuseTakenPorts();
    var turns = Turns.forThisMachine();
    var place = 0;
    for (var part : parts.values()) {
      var mine = place++;
      part.begin(() -> hasTurn(turns, mine, part));
    }
    firstFailureOrAllReady().join();
  }

  /**
   * Waits until a part may start; its turn lasts until it is known whether it has become ready.
   *
   * @return false if what it depends on has failed
   */
  private boolean hasTurn(Turns turns, int place, Part part) {
    var dependencies =
        part.plan().dependencies().stream().map(name -> part(name).firstReady()).toList();
    turns.await(place, () -> dependencies.stream().allMatch(CompletableFuture::isDone));
    var _ = part.firstReady().whenComplete((_, _) -> turns.end());
    return dependencies.stream().noneMatch(CompletableFuture::isCompletedExceptionally);
  }

  private void refuseTakenPorts() {
    var taken = new ArrayList<String>();
    plan.addresses()
        .ports()
        .forEach(
            (service, ports) ->
                ports.values().stream()
                    .filter(Ports::isTaken)
                    .map(port -> PortOwner.taken(service, port))
                    .forEach(taken::add));
    if (!taken.isEmpty()) {
      throw new StackFailure(
          String.join("\n", taken)
              + "\nStop that process, or change the port in %s.".formatted(StackFile.NAME));
    }
  }

  private CompletableFuture<Void> firstFailureOrAllReady() {
    var result = new CompletableFuture<Void>();
    for (var part : parts.values()) {
      Thread.ofVirtual().start(() -> passOnFailure(part.firstReady(), result));
    }
    var all = parts.values().stream().map(Part::firstReady).toArray(CompletableFuture[]::new);
    return CompletableFuture.anyOf(result, CompletableFuture.allOf(all)).thenApply(ready -> null);
  }

  private static void passOnFailure(CompletableFuture<Void> part, CompletableFuture<Void> result) {
    try {
      part.join();
    } catch (CompletionException e) {
      result.completeExceptionally(e);
    } catch (CancellationException e) {
      result.completeExceptionally(new StackFailure("The stack was stopped."));
    }
  }

  /** Stops everything, users before what they use; returns when all has ended. */
  void stop() {
    parts.values().forEach(Part::beginStop);
    var stopped = new LinkedHashMap<String, CompletableFuture<Void>>();
    parts.keySet().forEach(name -> stopped.put(name, new CompletableFuture<>()));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var part : parts.values()) {
        threads.execute(() -> stopAfterUsers(part, stopped));
      }
    }
  }

  private void stopAfterUsers(Part part, Map<String, CompletableFuture<Void>> stopped) {
    var name = part.plan().name();
    for (var other : parts.values()) {
      if (other.plan().uses().contains(name)) {
        Objects.requireNonNull(stopped.get(other.plan().name())).join();
      }
    }
    try {
      part.stop();
    } finally {
      Objects.requireNonNull(stopped.get(name)).complete(null);
    }
  }

  /** Returns when every part has ended. */
  void awaitEnd() {
    parts.values().forEach(part -> part.ended().join());
  }

  Part part(String name) {
    var part = parts.get(name);
    if (part == null) {
      throw new StackFailure(
          "There is no service %s; there are %s."
              .formatted(name, String.join(", ", parts.keySet())));
    }
    return part;
  }

  Plan plan() {
    return plan;
  }

  /** What a failed start has to say. */
  static String reason(RuntimeException failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return String.valueOf(Objects.requireNonNullElse(cause, failure).getMessage());
  }
}
