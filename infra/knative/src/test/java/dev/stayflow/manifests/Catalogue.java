package dev.stayflow.manifests;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Who tells and who hears which event, by eventing/contracts/asyncapi.yaml. */
record Catalogue(JsonNode document) {
  /**
   * @param messages names of the messages, which for events are their types
   */
  record Operation(
      String action, String channel, String service, String wiring, Set<String> messages) {}

  static Catalogue of(Repository repository) {
    return new Catalogue(Yaml.one(repository.root().resolve("eventing/contracts/asyncapi.yaml")));
  }

  /** Operations of an action, by the name of the object that connects them. */
  Map<String, Operation> wired(String action, String kind) {
    return operations().stream()
        .filter(each -> each.action().equals(action) && each.wiring().startsWith(kind + "/"))
        .collect(
            Collectors.toMap(
                each -> each.wiring().substring(kind.length() + 1),
                each -> each,
                Catalogue::both,
                TreeMap::new));
  }

  private static Operation both(Operation one, Operation other) {
    var messages = new TreeSet<>(one.messages());
    messages.addAll(other.messages());
    return new Operation(one.action(), one.channel(), one.service(), one.wiring(), messages);
  }

  Set<String> onTheBroker() {
    return document
        .at("/channels/broker/messages")
        .valueStream()
        .map(message -> resolved(message).path("name").asString(""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Topic or path of a channel. */
  String address(String channel) {
    return document.at("/channels/" + channel + "/address").asString("");
  }

  private List<Operation> operations() {
    return document.path("operations").valueStream().map(this::operation).toList();
  }

  private Operation operation(JsonNode described) {
    return new Operation(
        described.path("action").asString(""),
        described.at("/channel/$ref").asString("").replace("#/channels/", ""),
        described.path("x-service").asString(""),
        described.path("x-wiring").asString(""),
        described
            .path("messages")
            .valueStream()
            .map(message -> resolved(resolved(message)).path("name").asString(""))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private JsonNode resolved(JsonNode node) {
    var reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }
}
