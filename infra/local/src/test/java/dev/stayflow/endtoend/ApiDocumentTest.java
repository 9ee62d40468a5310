package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.stayflow.local.manifests.HttpRoute;
import dev.stayflow.local.manifests.Manifests;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The document of the public paths beside the routes and the code. */
class ApiDocumentTest {
  private static final PublicApi API = PublicApi.read();
  private static final String DOCUMENT = "/openapi.yaml";

  /** The record that each schema of a function describes. */
  private static final Map<String, String> RECORDS =
      Map.ofEntries(
          Map.entry("OrderForm", "createorder.OrderForm"),
          Map.entry("PlacedOrder", "createorder.PlacedOrder"),
          Map.entry("OrderListForm", "listorders.ListForm"),
          Map.entry("OrderList", "listorders.ListOrders$OrderList"),
          Map.entry("OrderItem", "listorders.OrderItem"),
          Map.entry("OrderDetailForm", "orderdetail.DetailForm"),
          Map.entry("OrderDetail", "orderdetail.OrderView"),
          Map.entry("CancelForm", "cancelorder.CancelForm"),
          Map.entry("CancelledOrder", "cancelorder.CancelledOrder"),
          Map.entry("CheckInForm", "checkin.CheckInForm"),
          Map.entry("CheckedIn", "checkin.CheckedIn"),
          Map.entry("PayForm", "payorder.PayForm"),
          Map.entry("OpenedPayment", "payorder.OpenedPayment"),
          Map.entry("HomestayListForm", "listhomestays.ListForm"),
          Map.entry("HomestayList", "listhomestays.ListHomestays$HomestayList"),
          Map.entry("HomestayItem", "listhomestays.HomestayItem"),
          Map.entry("HomestayDetailForm", "homestaydetail.DetailForm"),
          Map.entry("HomestayDetail", "homestaydetail.HomestayView"));

  /** Not of one record: answers of all functions, and what the providers wrote. */
  private static final Set<String> OTHERS =
      Set.of("Problem", "SandboxWebhook", "SandboxPayment", "WechatNotice", "WechatResource");

  @Test
  void itIsAnOpenApiDocument() {
    var registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder.schemaIdResolvers(
                    ids ->
                        ids.mapPrefix("https://spec.openapis.org", "classpath:spec.openapis.org")));
    var openApi =
        registry.getSchema(
            SchemaLocation.of("https://spec.openapis.org/oas/3.1/schema/2022-10-07"));
    assertThat(openApi.validate(API.document())).isEmpty();
  }

  @Test
  void eachRouteIsDescribedAndEachDescribedPathHasARoute() {
    List<HttpRoute> routes =
        Manifests.read(List.of(Path.of("../knative/gateway")), functions()).httpRoutes();
    Set<String> routed =
        routes.stream()
            .flatMap(route -> route.matches().stream())
            .map(match -> match.method().orElse("*") + " " + pathOf(match))
            .collect(Collectors.toSet());
    assertThat(API.operations())
        .filteredOn(operation -> !operation.path().equals(DOCUMENT))
        .extracting(operation -> operation.method() + " " + operation.path())
        .containsExactlyInAnyOrderElementsOf(routed);
  }

  /** The rest of a prefix is the provider's name. */
  private static String pathOf(HttpRoute.Match match) {
    return match.type() == HttpRoute.PathType.EXACT ? match.path() : match.path() + "/{provider}";
  }

  static Set<String> functions() {
    String[] folders = Path.of("../../functions").toFile().list();
    return Set.of(Optional.ofNullable(folders).orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("records")
  void aSchemaHasTheFieldsOfTheCodeAndRequiresThoseThatMustBeThere(String name, String type)
      throws ClassNotFoundException {
    var components = Class.forName("dev.stayflow." + type).getRecordComponents();
    JsonNode schema = API.document().at("/components/schemas/" + name);
    assertThat(schema.path("properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(names(Arrays.stream(components)));
    boolean isSent = name.endsWith("Form");
    assertThat(texts(schema.path("required")))
        .isEqualTo(names(Arrays.stream(components).filter(each -> !isSent || isNeeded(each))));
  }

  static Stream<Arguments> records() {
    return RECORDS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(each -> Arguments.of(each.getKey(), each.getValue()));
  }

  /** An answer has all its fields, some of them null; a request may leave some out. */
  private static boolean isNeeded(RecordComponent component) {
    return !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
        && component.getType() != Optional.class;
  }

  @Test
  void everySchemaOfAnObjectIsComparedWithTheCode() {
    Set<String> objects =
        API.document().at("/components/schemas").properties().stream()
            .filter(schema -> schema.getValue().path("type").asString("").equals("object"))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(objects)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(OTHERS.stream(), RECORDS.keySet().stream()).toList());
  }

  @Test
  void everyFieldAndParameterSaysWhatItIs() {
    API.document()
        .at("/components/schemas")
        .properties()
        .forEach(
            schema ->
                schema
                    .getValue()
                    .path("properties")
                    .properties()
                    .forEach(
                        field ->
                            assertDescribed(
                                schema.getKey() + "." + field.getKey(), field.getValue())));
    API.operations()
        .forEach(
            operation ->
                operation
                    .description()
                    .path("parameters")
                    .forEach(each -> assertDescribed(operation.name() + " " + each, each)));
  }

  private static void assertDescribed(String what, JsonNode node) {
    assertThat(node.has("description") || API.resolved(node).has("description")).as(what).isTrue();
  }

  @Test
  void everyExampleIsOne() {
    for (PublicApi.Operation operation : API.operations()) {
      assertExamples(operation.name(), operation.description().path("requestBody"));
      operation
          .description()
          .path("responses")
          .properties()
          .forEach(
              response ->
                  assertExamples(
                      operation.name() + " " + response.getKey(),
                      API.resolved(response.getValue())));
    }
  }

  @Test
  void everyProblemHasAnExampleWithItsStatus() {
    for (PublicApi.Operation operation : API.operations()) {
      for (var response : operation.description().path("responses").properties()) {
        JsonNode described = API.resolved(response.getValue());
        JsonNode examples = described.at("/content/application~1problem+json/examples");
        if (Integer.parseInt(response.getKey()) >= 400) {
          assertThat(PublicApi.problems(described))
              .as(operation.name() + " " + response.getKey())
              .isEqualTo(Set.copyOf(examples.propertyNames()));
          examples.forEach(
              example ->
                  assertThat(example.at("/value/status").asString()).isEqualTo(response.getKey()));
        }
      }
    }
  }

  private static void assertExamples(String where, JsonNode described) {
    for (var content : described.path("content").properties()) {
      JsonNode schema = content.getValue().path("schema");
      JsonNode example = content.getValue().path("example");
      if (!example.isMissingNode()) {
        assertThat(API.violations(schema, example)).as(where).isEmpty();
      }
      content
          .getValue()
          .path("examples")
          .forEach(
              each -> assertThat(API.violations(schema, each.path("value"))).as(where).isEmpty());
    }
  }

  private static Set<String> names(Stream<RecordComponent> components) {
    return components.map(RecordComponent::getName).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> texts(JsonNode list) {
    return list.valueStream()
        .map(JsonNode::asString)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
