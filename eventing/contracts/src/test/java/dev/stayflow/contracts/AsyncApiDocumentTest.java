package dev.stayflow.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

/** The document of all events beside the catalogue. */
class AsyncApiDocumentTest {
  private static final Path FILE = Path.of("asyncapi.yaml");
  private static final String SCHEMAS = "./src/main/resources/";
  private static final String OURS = "/stayflow/";

  /** Of the dispatcher, which is no part of the catalogue. */
  private static final String DELIVERY_FAILED = "dev.stayflow.delivery.failed.v1";

  /** Those who pass on what others say, or are not ours. */
  private static final Set<String> NO_SOURCES = Set.of("Knative", "dispatcher", "replaced system");

  private final JsonNode document = read();

  private static JsonNode read() {
    try {
      return EventJson.MAPPER.valueToTree(
          new Load(LoadSettings.builder().build()).loadFromString(Files.readString(FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void it_is_an_async_api_document() throws IOException {
    try (InputStream packed =
            Objects.requireNonNull(
                getClass().getResourceAsStream("/asyncapi-3.0.0.schema.json.gz"));
        InputStream schema = new GZIPInputStream(packed)) {
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                  .getSchema(schema)
                  .validate(document.toString(), InputFormat.JSON))
          .isEmpty();
    }
  }

  @Test
  void every_event_is_described_and_every_described_one_exists() {
    Set<String> described =
        messages()
            .map(message -> message.path("name").asString())
            .filter(name -> name.startsWith("dev.stayflow."))
            .collect(Collectors.toSet());
    Set<String> existing =
        Arrays.stream(EventType.values()).map(EventType::type).collect(Collectors.toSet());
    existing.addAll(
        Set.of(
            EventType.DELIVERY_REQUESTED,
            EventType.DELIVERY_CANCELLED,
            EventType.STAY_DAY_ENDED,
            DELIVERY_FAILED));
    assertThat(described).isEqualTo(existing);
    assertThat(messages().map(message -> message.path("name").asString()))
        .contains(PlainPaymentStatus.TYPE);
  }

  @ParameterizedTest
  @EnumSource(EventType.class)
  void an_event_has_the_schema_of_the_catalogue_and_an_example(EventType type) throws IOException {
    JsonNode message =
        messages()
            .filter(each -> each.path("name").asString().equals(type.type()))
            .findFirst()
            .orElseThrow();
    assertThat(message.at("/payload/$ref").asString()).isEqualTo(SCHEMAS + type.schema());
    assertThat(message.at("/headers/properties/type/const").asString()).isEqualTo(type.type());
    try (InputStream schema =
        Objects.requireNonNull(getClass().getClassLoader().getResourceAsStream(type.schema()))) {
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(schema)
                  .validate(
                      message.at("/examples/0/payload").toString(),
                      InputFormat.JSON,
                      context ->
                          context.executionConfig(config -> config.formatAssertionsEnabled(true))))
          .isEmpty();
    }
  }

  @Test
  void a_request_for_later_carries_what_is_delivered() {
    assertThat(message("deliveryRequested").path("payload"))
        .isEqualTo(message("paymentDeadlineReached").path("payload"));
    assertThat(message("deliveryRequested").at("/headers/properties/delivertype/const").asString())
        .isEqualTo(EventType.PAYMENT_DEADLINE_REACHED.type());
  }

  @Test
  void the_sources_of_an_event_are_those_who_tell_it() {
    document
        .at("/components/messages")
        .properties()
        .forEach(
            message -> {
              JsonNode sources = message.getValue().at("/headers/properties/source/enum");
              Set<String> tellers = tellers(message.getKey());
              if (!tellers.isEmpty()) {
                assertThat(texts(sources)).as(message.getKey()).isEqualTo(tellers);
              }
            });
  }

  private Set<String> tellers(String message) {
    return operations("send")
        .filter(
            operation ->
                operation
                    .path("messages")
                    .valueStream()
                    .anyMatch(each -> each.path("$ref").asString().endsWith("/" + message)))
        .map(operation -> operation.path("x-service").asString())
        .filter(service -> !NO_SOURCES.contains(service))
        .map(service -> OURS + service)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void what_is_on_the_broker_is_told_by_somebody() {
    Set<String> told =
        operations("send")
            .flatMap(operation -> operation.path("messages").valueStream())
            .map(message -> message.path("$ref").asString())
            .collect(Collectors.toSet());
    assertThat(document.at("/channels/broker/messages").propertyNames())
        .allSatisfy(name -> assertThat(told).contains("#/channels/broker/messages/" + name));
  }

  @Test
  void every_reference_leads_somewhere() {
    document
        .findValues("$ref")
        .forEach(
            reference -> {
              String to = reference.asString();
              if (to.startsWith("#")) {
                assertThat(document.at(to.substring(1)).isMissingNode()).as(to).isFalse();
              } else {
                assertThat(Path.of(to)).exists();
              }
            });
  }

  private JsonNode message(String name) {
    return document.at("/components/messages/" + name);
  }

  private Stream<JsonNode> messages() {
    return document.at("/components/messages").valueStream();
  }

  private Stream<JsonNode> operations(String action) {
    return document.path("operations").properties().stream()
        .map(Map.Entry::getValue)
        .filter(operation -> operation.path("action").asString().equals(action));
  }

  private static Set<String> texts(JsonNode list) {
    return list.valueStream()
        .map(JsonNode::asString)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
