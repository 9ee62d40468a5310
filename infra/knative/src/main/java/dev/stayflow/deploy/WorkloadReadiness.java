package dev.stayflow.deploy;

import dev.stayflow.deploy.Readiness.State;
import tools.jackson.databind.JsonNode;

/** How far what Kubernetes itself runs is. */
final class WorkloadReadiness {
  private WorkloadReadiness() {}

  static Readiness deployment(JsonNode object) {
    var status = object.path("status");
    var progressing = Readiness.condition(object, "Progressing");
    if (progressing.path("reason").asString("").equals("ProgressDeadlineExceeded")) {
      return new Readiness(State.FAILED, Readiness.because(progressing));
    }
    var wanted = object.path("spec").path("replicas").asInt(1);
    var there =
        Math.min(
            status.path("updatedReplicas").asInt(0), status.path("availableReplicas").asInt(0));
    var old = status.path("replicas").asInt(0) - status.path("updatedReplicas").asInt(0);
    return Readiness.behind(object) || there < wanted || old > 0
        ? Readiness.waiting(
            "%d of %d new replicas are available".formatted(Math.min(there, wanted), wanted))
        : Readiness.READY;
  }

  static Readiness statefulSet(JsonNode object) {
    var status = object.path("status");
    var wanted = object.path("spec").path("replicas").asInt(1);
    var ready = status.path("readyReplicas").asInt(0);
    var updated =
        status
            .path("currentRevision")
            .asString("")
            .equals(status.path("updateRevision").asString(""));
    return Readiness.behind(object) || ready < wanted || !updated
        ? Readiness.waiting("%d of %d replicas are ready".formatted(ready, wanted))
        : Readiness.READY;
  }

  static Readiness job(JsonNode object) {
    var failed = Readiness.condition(object, "Failed");
    if (failed.path("status").asString("").equals("True")) {
      return new Readiness(State.FAILED, Readiness.because(failed));
    }
    return Readiness.condition(object, "Complete").path("status").asString("").equals("True")
        ? Readiness.READY
        : Readiness.waiting("it runs");
  }
}
