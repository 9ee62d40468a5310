package dev.stayflow.endtoend;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description of all events, and what it says of one of them. */
final class EventApi {
  private static final Path FOLDER = Path.of("../../eventing/contracts");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final JsonNode document;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  /**
   * What a service does with messages of a channel.
   *
   * @param wiring kind/name of the object that connects it; empty for none
   * @param messages the messages' names: for events their types
   */
  record Operation(
      String action, String channel, String service, String wiring, Set<String> messages) {}

  private EventApi(JsonNode document) {
    this.document = document;
  }

  static EventApi read() {
    try {
      return new EventApi(
          JSON.valueToTree(
              new Load(LoadSettings.builder().build())
                  .loadFromString(Files.readString(FOLDER.resolve("asyncapi.yaml")))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Operation> operations() {
    return document.path("operations").valueStream().map(this::operation).toList();
  }

  private Operation operation(JsonNode described) {
    return new Operation(
        described.path("action").asString(),
        described.at("/channel/$ref").asString().replace("#/channels/", ""),
        described.path("x-service").asString(),
        described.path("x-wiring").asString(""),
        described
            .path("messages")
            .valueStream()
            .map(message -> resolved(resolved(message)).path("name").asString())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Topic or path of a channel. */
  String address(String channel) {
    return document.at("/channels/" + channel + "/address").asString();
  }

  /** The types of all events that may be on the Broker. */
  Set<String> onTheBroker() {
    return document
        .at("/channels/broker/messages")
        .valueStream()
        .map(message -> resolved(message).path("name").asString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What is wrong with an event of the Broker; nothing when it is as described. */
  List<String> violations(CloudEvent event) {
    Optional<JsonNode> described =
        document
            .at("/channels/broker/messages")
            .valueStream()
            .map(this::resolved)
            .filter(message -> message.path("name").asString().equals(event.getType()))
            .findFirst();
    return described
        .map(
            message ->
                Stream.concat(
                        violations(closed(message.path("headers")), attributes(event)),
                        payloadViolations(message.path("payload"), event))
                    .toList())
        .orElseGet(() -> List.of(event.getType() + " is not described"));
  }

  private Stream<String> payloadViolations(JsonNode payload, CloudEvent event) {
    var data = event.getData();
    if (payload.isMissingNode() || data == null) {
      return payload.isMissingNode() == (data == null)
          ? Stream.of()
          : Stream.of("data is there: " + (data != null));
    }
    return violations(
        schema(payload), JSON.readTree(new String(data.toBytes(), StandardCharsets.UTF_8)));
  }

  /** A payload's schema: in a file of its own, or in the document. */
  private JsonNode schema(JsonNode payload) {
    String reference = payload.path("$ref").asString("");
    if (!reference.startsWith("./")) {
      return payload;
    }
    try {
      return JSON.readTree(Files.readString(FOLDER.resolve(reference)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same without attributes that are not described. */
  private static JsonNode closed(JsonNode headers) {
    return ((ObjectNode) headers.deepCopy()).put("unevaluatedProperties", false);
  }

  private Stream<String> violations(JsonNode schema, JsonNode value) {
    ObjectNode root = (ObjectNode) schema.deepCopy();
    root.set("components", document.path("components"));
    return schemas
        .getSchema(root)
        .validate(
            value,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Error::toString);
  }

  private static JsonNode attributes(CloudEvent event) {
    ObjectNode attributes = JSON.createObjectNode();
    Stream.concat(event.getAttributeNames().stream(), event.getExtensionNames().stream())
        .forEach(name -> attributes.put(name, String.valueOf(value(event, name))));
    return attributes;
  }

  private static Object value(CloudEvent event, String name) {
    return event.getAttributeNames().contains(name)
        ? Optional.ofNullable(event.getAttribute(name)).orElse("")
        : Optional.ofNullable(event.getExtension(name)).orElse("");
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }

  /** Those of an action, by what connects them. */
  Map<String, Operation> wired(String action, String kind) {
    return operations().stream()
        .filter(each -> each.action().equals(action) && each.wiring().startsWith(kind + "/"))
        .collect(Collectors.toMap(each -> each.wiring().replace(kind + "/", ""), each -> each));
  }
}
