package dev.stayflow.deploy;

import java.time.InstantSource;
import java.util.List;

/** Brings everything to the cluster and tries it. */
final class Deployment {
  private final Kubectl kubectl;
  private final Cluster cluster;
  private final DeployOptions options;
  private final Progress progress;
  private final Pause pause;
  private final InstantSource clock;

  Deployment(
      Kubectl kubectl,
      Cluster cluster,
      DeployOptions options,
      Progress progress,
      Pause pause,
      InstantSource clock) {
    this.kubectl = kubectl;
    this.cluster = cluster;
    this.options = options;
    this.progress = progress;
    this.pause = pause;
    this.clock = clock;
  }

  /**
   * @param smokeToken of a guest, empty when the user gave none
   */
  void run(List<Manifest> manifests, String smokeToken) throws InterruptedException {
    var rollOut = new RollOut(cluster, new Diagnosis(kubectl), progress, pause, options.timeout());
    for (var phase : Phase.values()) {
      var objects = phase.of(manifests);
      if (phase == Phase.GATEWAY && noGatewayClass(objects)) {
        rollOut.runWithoutWaiting(phase, objects);
      } else {
        rollOut.run(phase, objects);
      }
      if (phase == Phase.NAMESPACE) {
        makeSecrets(manifests);
      }
      if (phase == Phase.FUNCTIONS) {
        rollOut.completed(Phase.BINDINGS, Phase.BINDINGS.of(manifests));
      }
    }
    var apis = Apis.check(kubectl, manifests, new Findings());
    Leftovers.told(kubectl, Leftovers.find(kubectl, manifests, apis))
        .forEach(line -> progress.say(line));
    if (options.smoke()) {
      new Smoke(kubectl, options, manifests, progress, pause, clock).run(smokeToken);
    }
    progress.tell(
        (rollOut.changedAnything() ? "Deployed: %s." : "Nothing has changed: %s.")
            .formatted(rollOut.total()));
  }

  /** Pods wait for them, and they for the namespace. */
  private void makeSecrets(List<Manifest> manifests) {
    var made = new Secrets(kubectl, options, manifests).create();
    if (!made.isEmpty()) {
      progress.tell("Secrets made up: %s".formatted(String.join(", ", made)));
    }
  }

  /** Then nobody will ever say that the Gateway is ready. */
  private boolean noGatewayClass(List<Manifest> gateways) {
    return options.dev()
        && Rendering.of(gateways, Phase.GATEWAYS, "Gateway")
            .map(gateway -> gateway.tree().path("spec").path("gatewayClassName").asString(""))
            .anyMatch(name -> !kubectl.run("get", "gatewayclass", name, "-o", "name").ok());
  }
}
