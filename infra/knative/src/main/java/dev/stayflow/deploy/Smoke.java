package dev.stayflow.deploy;

import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** Tries what was deployed as a guest would. */
final class Smoke {
  private final Kubectl kubectl;
  private final DeployOptions options;
  private final List<Manifest> manifests;
  private final Progress progress;
  private final Pause pause;
  private final InstantSource clock;

  Smoke(
      Kubectl kubectl,
      DeployOptions options,
      List<Manifest> manifests,
      Progress progress,
      Pause pause,
      InstantSource clock) {
    this.kubectl = kubectl;
    this.options = options;
    this.manifests = manifests;
    this.progress = progress;
    this.pause = pause;
    this.clock = clock;
  }

  /**
   * @param token of a guest, from the user; empty: made here where the secret is on the cluster
   * @throws DeployFailure when something answers otherwise than it should
   */
  void run(String token) throws InterruptedException {
    try (var entrance = new Entrances(kubectl, manifests, progress).open(SmokeOrder.LIST);
        var client = new SmokeClient()) {
      progress.tell("smoke order through %s".formatted(entrance.told()));
      var secrets = new Secrets(kubectl, options, manifests);
      var found = token.isEmpty() ? SmokeToken.of(manifests, secrets, clock).orElse("") : token;
      var order =
          new SmokeOrder(
              client, entrance, progress, pause, clock, RandomGenerator.getDefault(), found);
      var homestays = order.homestays();
      if (found.isEmpty()) {
        progress.say(
            "  note: guests' tokens are signed elsewhere, so nothing was ordered; SMOKE_TOKEN=..."
                + " (a guest's token) tries that, too.");
      } else if (homestays.isEmpty()) {
        progress.say("  note: there is no homestay yet, so nothing was ordered.");
      } else {
        placeAndEnd(order, homestays.getFirst());
      }
    }
  }

  private void placeAndEnd(SmokeOrder order, long homestay) throws InterruptedException {
    var number = order.place(homestay);
    var sandbox =
        Rendering.of(manifests, "", "Service")
            .filter(service -> service.name().name().equals("sandbox"))
            .findFirst();
    try {
      if (sandbox.isPresent()) {
        var name = sandbox.get().name();
        var port = sandbox.get().tree().path("spec").path("ports").path(0).path("port").asInt(80);
        try (var forward = PortForward.to(kubectl, name.namespace(), name.name(), port)) {
          order.pay(
              number,
              Entrance.at(java.net.URI.create("http://127.0.0.1:" + forward.port() + "/"), ""));
        }
      }
    } catch (DeployFailure failure) {
      progress.say("  the order %s stays as it is".formatted(number));
      throw failure;
    }
    order.cancel(number);
  }
}
