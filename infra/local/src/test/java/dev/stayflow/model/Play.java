package dev.stayflow.model;

import dev.stayflow.runtime.AtOnce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Plays a script, burst by burst, and holds what is seen after each against the model. */
final class Play {
  private static final Duration AT_REST_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(25);

  private final World world;
  private final Script script;
  private final Scene scene;
  private final List<String> noted = new ArrayList<>();
  private Set<Model> models;

  Play(World world, Script script, long number) {
    this.world = world;
    this.script = script;
    this.scene = new Scene(world, number);
    this.models = Set.of(Model.EMPTY);
  }

  /**
   * Plays it to its end.
   *
   * @throws AssertionError telling the whole story when it went otherwise than the model allows
   */
  void play() {
    try {
      script.bursts().forEach(this::burst);
      atRest(
          "money in is not money out and settled",
          () -> String.join("\n", world.rows().moneyNotSettled(scene.homestay())));
      atRest("the provider's books say otherwise", scene::unlikeProvider);
    } catch (Wrong told) {
      throw told;
    } catch (RuntimeException | AssertionError fault) {
      throw wrong("a fault", String.valueOf(cause(fault)));
    }
  }

  private static Throwable cause(Throwable fault) {
    return fault.getCause() == null ? fault : fault.getCause();
  }

  /**
   * Waits until there is nothing to be told any more.
   *
   * @param told what is not as it must be; empty when all is well
   */
  private void atRest(String wrong, Supplier<String> told) {
    try {
      awaitThat(() -> told.get().isEmpty());
    } catch (ConditionTimeoutException notAtRest) {
      throw wrong(wrong, told.get());
    }
  }

  private void burst(List<Step> steps) {
    scene.beginBurst();
    List<Fact> facts = new ArrayList<>(scene.whatMayHappenAnyway());
    List<Callable<List<Fact>>> ready = steps.stream().map(scene::ready).toList();
    AtOnce.call(ready.size(), ready::get).forEach(facts::addAll);
    noted.add("%s%n    gave %s".formatted(steps, facts));
    Set<Model> possible = Explanation.of(models, facts);
    if (possible.isEmpty()) {
      throw wrong("the answers cannot be right, in whatever order", "from " + models);
    }
    models = seenOf(possible);
  }

  /** Those of the possible models that look like what is there at rest. */
  private Set<Model> seenOf(Set<Model> possible) {
    Set<Model> alike = new HashSet<>();
    try {
      awaitThat(
          () -> {
            List<Seen> seen = world.rows().seen(scene.homestay());
            possible.stream().filter(model -> model.seen().equals(seen)).forEach(alike::add);
            return !alike.isEmpty();
          });
    } catch (ConditionTimeoutException neverAlike) {
      throw wrong("it stands otherwise than it may", difference(possible));
    }
    return alike;
  }

  private String difference(Set<Model> possible) {
    return "there is %s%n  possible is %s"
        .formatted(
            world.rows().seen(scene.homestay()),
            possible.stream()
                .map(model -> model.seen().toString())
                .distinct()
                .collect(Collectors.joining("\n           or ")));
  }

  private static void awaitThat(Callable<Boolean> condition) {
    Awaitility.await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .atMost(AT_REST_WITHIN)
        .until(condition);
  }

  private Wrong wrong(String what, String details) {
    return new Wrong(
        "%s%nscript of %s%nwhat came of it:%n  %s%n%s"
            .formatted(what, script.told(), String.join("\n  ", noted), details));
  }

  /** A story that went otherwise than the model allows. */
  static final class Wrong extends AssertionError {
    private static final long serialVersionUID = 1;

    Wrong(String story) {
      super(story);
    }
  }
}
