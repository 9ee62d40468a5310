package dev.stayflow.deploy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What usually helps. */
final class Hints {
  private static final String IMAGE =
      "The node cannot get the image. Images of make images stand on this machine alone: give"
          + " REGISTRY=... (they are pushed, and the nodes must be able to pull from it), or load"
          + " them into the nodes (kind load docker-image ...).";

  /** By a word in what Kubernetes or Knative say; the first that is found counts. */
  private static final Map<String, String> BY_WORD = new LinkedHashMap<>();

  static {
    BY_WORD.put("ImagePullBackOff", IMAGE);
    BY_WORD.put("ErrImagePull", IMAGE);
    BY_WORD.put("ErrImageNeverPull", IMAGE);
    BY_WORD.put("InvalidImageName", "Look at the image's name; REGISTRY has no scheme: host/path.");
    BY_WORD.put("Unable to fetch image", IMAGE);
    BY_WORD.put(
        "CreateContainerConfigError",
        "A Secret, a ConfigMap or one of its keys is missing; make deploy-check names what is.");
    BY_WORD.put("OOMKilled", "It needs more memory: raise its limit in a patch of the overlay.");
    BY_WORD.put(
        Readiness.NOT_LOOKED_AT,
        "Knative's controllers seem not to run: kubectl get pods -n knative-serving, -n"
            + " knative-eventing");
    BY_WORD.put(
        "exec format error",
        "The image is for another processor: build it on the nodes' architecture.");
    BY_WORD.put(
        "CrashLoopBackOff",
        "It starts and ends again; its last lines say why. A setting that is wrong is named there,"
            + " all at once.");
    BY_WORD.put(
        "Unschedulable",
        "No node has room for it, or none has the volume: add a node, or lower what it asks for.");
    BY_WORD.put(
        "violates PodSecurity",
        "The namespace enforces a stricter pod security than the overlay was written for.");
    BY_WORD.put(
        "BackoffLimitExceeded", "Mend what its last lines say; the next deploy runs it anew.");
    BY_WORD.put("DeadlineExceeded", "It took too long; its last lines say what it waited for.");
  }

  private Hints() {}

  static String of(ObjectName name, String reason, Optional<PodReport> pod) {
    var words =
        pod.map(report -> report.trouble() + " " + report.message() + " " + report.last() + " ")
                .orElse("")
            + reason;
    for (var hint : BY_WORD.entrySet()) {
      if (words.contains(hint.getKey())) {
        return hint.getValue();
      }
    }
    return byKind(name, pod.isPresent());
  }

  private static String byKind(ObjectName name, boolean hasPod) {
    return switch (name.kind()) {
      case "Broker", "KafkaSink", "KafkaSource" ->
          "Knative's Kafka components reach Kafka from their own namespace: look whether the"
              + " address in its settings is right from there, whether the topic exists and the"
              + " credentials do: kubectl -n knative-eventing logs deployment/kafka-controller";
      case "Trigger" ->
          "A Trigger is ready after its Broker and its subscriber; else look at: kubectl -n"
              + " knative-eventing logs deployment/kafka-controller";
      case "SinkBinding", "PingSource" ->
          "Its sink must be there and ready; else look at: kubectl -n knative-eventing logs"
              + " deployment/eventing-controller";
      case "Gateway", "HTTPRoute" ->
          "Is the controller of its GatewayClass running? kubectl get gatewayclass";
      case "Service" ->
          hasPod
              ? "It runs and does not answer that it is ready: it cannot reach the database or"
                  + " Kafka, or a NetworkPolicy stands between."
              : "No pod was made for it: kubectl -n %s get revisions,events tells why; a full"
                      .formatted(name.namespace())
                  + " ResourceQuota is a usual reason.";
      default ->
          "More time (TIMEOUT=PT20M) if it is only slow; else its events, by the command below, say"
              + " what it waits for.";
    };
  }
}
