package dev.stayflow.manifests;

import java.util.List;
import java.util.Map;

/** Fields that a schema does not ask for, or a webhook asks for that this machine has not got. */
final class RequiredFields implements Check {
  private static final Map<Kind, List<String>> REQUIRED =
      Map.ofEntries(
          Map.entry(Kind.TRIGGER, List.of("spec.broker", "spec.filters", "spec.subscriber")),
          Map.entry(
              Kind.KAFKA_SOURCE,
              List.of(
                  "spec.bootstrapServers",
                  "spec.topics",
                  "spec.consumerGroup",
                  "spec.initialOffset",
                  "spec.ordering",
                  "spec.sink")),
          Map.entry(Kind.KAFKA_SINK, List.of("spec.bootstrapServers", "spec.topic")),
          Map.entry(
              Kind.SINK_BINDING,
              List.of("spec.subject.apiVersion", "spec.subject.kind", "spec.sink")),
          Map.entry(Kind.PING_SOURCE, List.of("spec.schedule", "spec.sink")),
          Map.entry(
              Kind.KNATIVE_SERVICE,
              List.of(
                  "spec.template.spec.containers",
                  "spec.template.spec.containerConcurrency",
                  "spec.template.spec.timeoutSeconds")),
          Map.entry(
              Kind.DEPLOYMENT,
              List.of("spec.selector.matchLabels", "spec.template.spec.containers")),
          Map.entry(
              Kind.STATEFUL_SET,
              List.of(
                  "spec.selector.matchLabels",
                  "spec.serviceName",
                  "spec.template.spec.containers")),
          Map.entry(Kind.JOB, List.of("spec.template.spec.restartPolicy", "spec.backoffLimit")),
          Map.entry(Kind.SERVICE, List.of("spec.selector", "spec.ports")),
          Map.entry(Kind.DISRUPTION_BUDGET, List.of("spec.selector.matchLabels")),
          Map.entry(Kind.NETWORK_POLICY, List.of("spec.podSelector", "spec.policyTypes")),
          Map.entry(Kind.HTTP_ROUTE, List.of("spec.parentRefs", "spec.rules")),
          Map.entry(Kind.GATEWAY, List.of("spec.gatewayClassName", "spec.listeners")),
          Map.entry(Kind.REFERENCE_GRANT, List.of("spec.from", "spec.to")),
          Map.entry(Kind.SCALED_OBJECT, List.of("spec.scaleTargetRef.name", "spec.triggers")));

  @Override
  public void check(Rendering rendering, Findings findings) {
    for (var object : rendering.objects()) {
      for (var kind : REQUIRED.entrySet()) {
        if (object.is(kind.getKey())) {
          for (var field : kind.getValue()) {
            findings.check(
                !object.at("/" + field.replace('.', '/')).isMissingNode(),
                object,
                field,
                "is missing");
          }
        }
      }
    }
  }
}
