package dev.stayflow.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stayflow.local.knative.Subscriber;
import dev.stayflow.local.knative.Subscriber.Received;
import dev.stayflow.local.knative.Subscriber.Reply;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The gateway with the routes that production applies. */
class GatewayTest {
  private static final String CREATE = "/order/v1/homestayOrder/createHomestayOrder";
  private static final List<String> FUNCTIONS =
      List.of(
          "create-order",
          "list-orders",
          "order-detail",
          "pay-order",
          "payment-callback",
          "list-homestays",
          "homestay-detail",
          "cancel-order",
          "check-in");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, Subscriber> functions = new HashMap<>();
  private GatewayProcess gateway;

  @BeforeEach
  void start() throws IOException {
    FUNCTIONS.forEach(name -> functions.put(name, new Subscriber()));
    String services =
        FUNCTIONS.stream()
            .map(name -> name + "=" + function(name).uri())
            .collect(Collectors.joining(","));
    gateway =
        GatewayProcess.start(
            Map.of(
                "PORT", "0",
                "MANIFESTS", "../knative/gateway",
                "API_DOCUMENT", "../../functions/openapi.yaml",
                "SERVICES", services,
                "FUNCTION_TIMEOUT", "PT0.5S"));
  }

  @AfterEach
  void stop() {
    functions.values().forEach(Subscriber::close);
    gateway.close();
  }

  private Subscriber function(String name) {
    return java.util.Objects.requireNonNull(functions.get(name));
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(gateway.uri() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path) throws Exception {
    return send(to(path).POST(BodyPublishers.ofString("{}")));
  }

  @ParameterizedTest
  @CsvSource({
    "/order/v1/homestayOrder/createHomestayOrder,    create-order,    /",
    "/order/v1/homestayOrder/userHomestayOrderList,  list-orders,     /",
    "/order/v1/homestayOrder/userHomestayOrderDetail,order-detail,    /",
    "/payment/v1/payOrder,                           pay-order,       /",
    "/payment/v1/callback,                           payment-callback,/",
    "/payment/v1/callback/sandbox,                   payment-callback,/sandbox",
    "/payment/v1/callback/sandbox?attempt=2,         payment-callback,/sandbox?attempt=2",
    "/travel/v1/homestay/homestayList,               list-homestays,  /",
    "/travel/v1/homestay/homestayDetail,             homestay-detail, /"
  })
  void eachPublicPathReachesItsFunctionAtItsRoot(String path, String name, String seen)
      throws Exception {
    function(name)
        .answers(
            request -> new Reply(201, Map.of("Content-Type", "application/json"), "{\"a\":1}"));
    HttpResponse<String> answer = post(path);
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("{\"a\":1}");
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    assertThat(function(name).received()).extracting(Received::path).containsExactly(seen);
    assertThat(function(name).received()).extracting(Received::body).containsExactly("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/order/v1/homestayOrder",
        CREATE + "/",
        CREATE + "/x",
        "/payment/v1/callbacks",
        "/payment/v1/callbackx/sandbox"
      })
  void anUnknownPathIs404(String path) throws Exception {
    assertProblem(post(path), 404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE"})
  void anotherMethodIs405AndToldWhichIsRight(String method) throws Exception {
    HttpResponse<String> answer = send(to(CREATE).method(method, BodyPublishers.noBody()));
    assertProblem(answer, 405, "method-not-allowed");
    assertThat(answer.headers().firstValue("allow")).contains("POST");
  }

  @Test
  void theFunctionLearnsWhoAsksFromTheGatewayAlone() throws Exception {
    send(
        to(CREATE)
            .header("X-Forwarded-For", "6.6.6.6")
            .header("Forwarded", "for=6.6.6.6")
            .header("X-Real-IP", "6.6.6.6")
            .POST(BodyPublishers.noBody()));
    Received seen = function("create-order").received().getFirst();
    assertThat(seen.header("x-forwarded-for")).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(seen.header("forwarded"))
        .contains(";proto=http;host=\"" + gateway.uri().getAuthority() + "\"");
    assertThat(seen.header("x-forwarded-host")).isEqualTo(gateway.uri().getAuthority());
    assertThat(seen.headers().toString()).doesNotContain("6.6.6.6");
  }

  @Test
  void whatBelongsToTheConnectionStaysBehindAndTheRestTravels() throws Exception {
    String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    function("create-order")
        .answers(
            request ->
                new Reply(
                    200,
                    Map.of("X-Answer", "b", "Keep-Alive", "timeout=1", "Retry-After", "3"),
                    "x"));
    HttpResponse<String> answer =
        send(
            to(CREATE)
                .header("traceparent", traceparent)
                .header("Authorization", "Bearer t")
                .header("Idempotency-Key", "k")
                .header("TE", "trailers")
                .POST(BodyPublishers.noBody()));
    Received seen = function("create-order").received().getFirst();
    assertThat(seen.header("traceparent")).isEqualTo(traceparent);
    assertThat(seen.header("authorization")).isEqualTo("Bearer t");
    assertThat(seen.header("idempotency-key")).isEqualTo("k");
    assertThat(seen.header("te")).isNull();
    assertThat(answer.headers().firstValue("x-answer")).contains("b");
    assertThat(answer.headers().firstValue("retry-after")).contains("3");
    assertThat(answer.headers().firstValue("keep-alive")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {64 * 1024 + 1, 1_000_000, 3_000_000})
  void aBodyOver64KiBIs413AndNeverTravels(int size) throws Exception {
    assertProblem(
        send(to(CREATE).POST(BodyPublishers.ofByteArray(new byte[size]))), 413, "too-large");
    assertThat(function("create-order").received()).isEmpty();
  }

  @Test
  void aBodyOf64KiBTravels() throws Exception {
    assertThat(send(to(CREATE).POST(BodyPublishers.ofByteArray(new byte[64 * 1024]))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aLongAnswerArrivesWhole() throws Exception {
    String body = "x".repeat(3_000_000);
    function("list-orders").answers(request -> new Reply(200, Map.of(), body));
    assertThat(post("/order/v1/homestayOrder/userHomestayOrderList").body()).isEqualTo(body);
  }

  @Test
  void aFunctionThatDoesNotRunIs503AndToBeTriedAgain() throws Exception {
    function("create-order").close();
    HttpResponse<String> answer = post(CREATE);
    assertProblem(answer, 503, "unavailable");
    assertThat(answer.headers().firstValue("retry-after")).contains("1");
  }

  @Test
  void aFunctionThatBreaksOffIs502() throws Exception {
    function("create-order").answers(0);
    assertProblem(post(CREATE), 502, "bad-gateway");
  }

  @Test
  void aFunctionThatTakesTooLongIs504() throws Exception {
    function("create-order").hold("");
    assertProblem(post(CREATE), 504, "gateway-timeout");
    function("create-order").release("");
  }

  @Test
  void aPathWithTwoSlashesDoesNotLeadToAnotherHost() throws Exception {
    assertThat(post("/payment/v1/callback//example.invalid/x").statusCode()).isEqualTo(200);
    assertThat(function("payment-callback").received())
        .extracting(Received::path)
        .containsExactly("//example.invalid/x");
  }

  @Test
  void theDescriptionOfThePathsIsHandedOut() throws Exception {
    HttpResponse<String> answer = send(to("/openapi.yaml").GET());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/yaml");
    assertThat(answer.body()).isEqualTo(Files.readString(Path.of("../../functions/openapi.yaml")));
    assertProblem(post("/openapi.yaml"), 405, "method-not-allowed");
  }

  @Test
  void aDescriptionThatIsNotThereIsTold() {
    Map<String, String> environment =
        Map.of(
            "PORT", "0",
            "MANIFESTS", "../knative/gateway",
            "API_DOCUMENT", "nothing.yaml",
            "SERVICES",
                FUNCTIONS.stream()
                    .map(f -> f + "=http://localhost:1")
                    .collect(Collectors.joining(" ")));
    assertThatThrownBy(() -> GatewayProcess.start(environment))
        .hasMessage(
            "API_DOCUMENT is \"nothing.yaml\", which is no file: name the OpenAPI document.");
  }

  @Test
  void aTakenPortIsTold() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      Map<String, String> environment =
          Map.of(
              "PORT",
              String.valueOf(taken.getLocalPort()),
              "MANIFESTS",
              "../knative/gateway",
              "API_DOCUMENT",
              "../../functions/openapi.yaml",
              "SERVICES",
              FUNCTIONS.stream()
                  .map(f -> f + "=http://localhost:1")
                  .collect(Collectors.joining(" ")));
      assertThatThrownBy(() -> GatewayProcess.start(environment))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "Port "
                  + taken.getLocalPort()
                  + " is taken: stop what uses it, or set PORT to another one.");
    }
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String slug) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(JsonMapper.shared().readTree(answer.body()).get("type").asString())
        .isEqualTo("https://stayflow.dev/problems/" + slug);
  }
}
