package dev.stayflow.manifests;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Where events go is there, can be sent to, and is where the sender's namespace looks for it. */
final class Sinks implements Check {
  private static final Set<Kind> ADDRESSABLE =
      Set.of(Kind.KNATIVE_SERVICE, Kind.SERVICE, Kind.BROKER, Kind.KAFKA_SINK);

  private static final Set<Kind> BINDABLE =
      Set.of(Kind.KNATIVE_SERVICE, Kind.DEPLOYMENT, Kind.STATEFUL_SET, Kind.JOB);

  @Override
  public void check(Rendering rendering, Findings findings) {
    rendering.all(Kind.TRIGGER).forEach(trigger -> checkTrigger(trigger, rendering, findings));
    for (var kind : Set.of(Kind.KAFKA_SOURCE, Kind.PING_SOURCE, Kind.SINK_BINDING)) {
      rendering.all(kind).forEach(source -> destination(source, "spec.sink", rendering, findings));
    }
    for (var kind : Set.of(Kind.TRIGGER, Kind.BROKER, Kind.KAFKA_SOURCE)) {
      rendering
          .all(kind)
          .filter(object -> object.at("/spec/delivery").has("deadLetterSink"))
          .forEach(
              object -> destination(object, "spec.delivery.deadLetterSink", rendering, findings));
    }
    rendering.all(Kind.SINK_BINDING).forEach(binding -> checkSubject(binding, rendering, findings));
    rendering.all(Kind.EVENT_POLICY).forEach(policy -> checkPolicy(policy, rendering, findings));
    rendering.all(Kind.SCALED_OBJECT).forEach(scaled -> checkScaled(scaled, rendering, findings));
  }

  private static void checkTrigger(Manifest trigger, Rendering rendering, Findings findings) {
    var broker = trigger.at("/spec/broker").asString("");
    findings.check(
        rendering.find(Kind.BROKER, trigger.namespace(), broker).isPresent(),
        trigger,
        "spec.broker",
        "there is no Broker \"%s\" in the namespace %s".formatted(broker, trigger.namespace()));
    destination(trigger, "spec.subscriber", rendering, findings);
    findings.check(
        !trigger.at("/spec/subscriber").equals(trigger.at("/spec/delivery/deadLetterSink")),
        trigger,
        "spec.delivery.deadLetterSink",
        "must not be the subscriber itself");
  }

  private static void checkSubject(Manifest binding, Rendering rendering, Findings findings) {
    var subject = binding.at("/spec/subject");
    findings.check(
        subject.has("name") != subject.has("selector"),
        binding,
        "spec.subject",
        "must have a name or a selector");
    if (subject.has("name")) {
      refers(binding, "spec.subject", subject, BINDABLE, rendering, findings);
    }
    findings.check(
        subject.path("namespace").asString(binding.namespace()).equals(binding.namespace()),
        binding,
        "spec.subject.namespace",
        "must be the SinkBinding's own");
  }

  private static void checkPolicy(Manifest policy, Rendering rendering, Findings findings) {
    Indexed.of(policy.at("/spec/to"))
        .filter(to -> to.node().has("ref"))
        .forEach(
            to ->
                refers(
                    policy,
                    "spec.to[%d].ref".formatted(to.index()),
                    to.node().path("ref"),
                    ADDRESSABLE,
                    rendering,
                    findings));
    var senders =
        Set.of(
            Kind.TRIGGER,
            Kind.PING_SOURCE,
            Kind.KAFKA_SOURCE,
            Kind.SINK_BINDING,
            Kind.SERVICE_ACCOUNT,
            Kind.BROKER);
    Indexed.of(policy.at("/spec/from"))
        .filter(from -> from.node().has("ref"))
        .forEach(
            from ->
                refers(
                    policy,
                    "spec.from[%d].ref".formatted(from.index()),
                    from.node().path("ref"),
                    senders,
                    rendering,
                    findings));
  }

  private static void checkScaled(Manifest scaled, Rendering rendering, Findings findings) {
    var target = scaled.at("/spec/scaleTargetRef");
    var kind =
        new Kind(
            target.path("apiVersion").asString("apps/v1"),
            target.path("kind").asString("Deployment"));
    findings.check(
        rendering.find(kind, scaled.namespace(), target.path("name").asString("")).isPresent(),
        scaled,
        "spec.scaleTargetRef",
        "there is no %s \"%s\"".formatted(kind, target.path("name").asString("")));
    Indexed.of(scaled.at("/spec/triggers"))
        .filter(trigger -> trigger.node().has("authenticationRef"))
        .forEach(
            trigger -> {
              var name = trigger.node().at("/authenticationRef/name").asString("");
              findings.check(
                  rendering.find(Kind.TRIGGER_AUTHENTICATION, scaled.namespace(), name).isPresent(),
                  scaled,
                  "spec.triggers[%d].authenticationRef.name".formatted(trigger.index()),
                  "there is no TriggerAuthentication \"%s\"".formatted(name));
            });
  }

  private static void destination(
      Manifest in, String field, Rendering rendering, Findings findings) {
    var destination = in.at("/" + field.replace('.', '/'));
    var uri = destination.path("uri").asString("");
    if (!destination.has("ref")) {
      findings.check(
          uri.matches("https?://[^/\\s]+(/\\S*)?"),
          in,
          field,
          "must have a ref, or as uri an absolute http or https address");
      return;
    }
    findings.check(
        uri.isEmpty() || uri.startsWith("/"),
        in,
        field + ".uri",
        "beside a ref it must be a path such as /dead-letters");
    refers(in, field + ".ref", destination.path("ref"), ADDRESSABLE, rendering, findings);
  }

  private static void refers(
      Manifest in,
      String field,
      JsonNode ref,
      Set<Kind> kinds,
      Rendering rendering,
      Findings findings) {
    var kind = new Kind(ref.path("apiVersion").asString(""), ref.path("kind").asString(""));
    if (!kinds.contains(kind)) {
      findings.add(in, field, "is a %s; expected one of %s".formatted(kind, kinds));
      return;
    }
    var namespace = ref.path("namespace").asString(in.namespace());
    var name = ref.path("name").asString("");
    var found = rendering.find(kind, namespace, name);
    findings.check(
        found.isPresent(),
        in,
        field,
        "there is no %s \"%s\" in the namespace %s".formatted(kind, name, namespace));
    if (found.isPresent() && kind.equals(Kind.SERVICE)) {
      findings.check(
          Indexed.of(found.get().at("/spec/ports"))
              .anyMatch(port -> port.node().path("port").asInt() == 80),
          in,
          field,
          "the Service %s has no port 80, which is where events are sent".formatted(name));
    }
  }
}
