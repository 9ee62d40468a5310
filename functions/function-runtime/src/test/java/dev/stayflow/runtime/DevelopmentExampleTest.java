package dev.stayflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the CLI sends of its own accord stands here as the real one sends it. */
class DevelopmentExampleTest {
  private static final String BARE = "{\"message\":\"Hello World\"}";
  private static final String TYPE = "dev.stayflow.order.paid.v1";

  private final List<CloudEvent> heard = new ArrayList<>();

  @TempDir Path folder;

  private Path example;

  @BeforeEach
  void writeTheExample() throws IOException {
    example = folder.resolve("example.json");
    Files.writeString(example, "{\"homestayId\":7,\"isFood\":true,\"people\":2}");
  }

  @Test
  void aBareCallIsTheExampleAsItStandsThen() throws IOException {
    try (var process = bookStay(Map.of("DEV_GUEST", "77", "LOCAL_STACK", "true"))) {
      var client = new TestClient(process.uri());

      assertThat(client.post(BARE).json().path("homestayId").asLong()).isEqualTo(7);

      Files.writeString(example, "{\"homestayId\":8,\"isFood\":true,\"people\":2}");
      assertThat(client.post(BARE).json().path("homestayId").asLong()).isEqualTo(8);
    }
  }

  @Test
  void dataOfTheCallersOwnStaysAsItIs() {
    try (var process = bookStay(Map.of("DEV_GUEST", "77", "LOCAL_STACK", "true"))) {
      var client = new TestClient(process.uri());

      client.post("{\"message\":\"Hello World!\"}").assertProblem(400, "bad-request");
      client.post("{}").assertProblem(400, "bad-request");
      assertThat(
              client
                  .post("{\"homestayId\":9,\"isFood\":true,\"people\":2}")
                  .json()
                  .path("homestayId")
                  .asLong())
          .isEqualTo(9);
    }
  }

  @Test
  void aPageInABrowserAndAGatewayGetNoExample() {
    try (var process = bookStay(Map.of("DEV_GUEST", "77", "LOCAL_STACK", "true"))) {
      var client = new TestClient(process.uri());
      var signedIn = "Bearer " + TestTokens.guest(42);
      for (String header : List.of("Origin", "Forwarded", "X-Forwarded-For")) {
        client
            .send(
                client
                    .request()
                    .headers("Authorization", signedIn, header, "http://localhost")
                    .POST(BodyPublishers.ofString(BARE)))
            .assertProblem(400, "bad-request");
      }
    }
  }

  @Test
  void aBareEventTakesTheExamplesTypeAndDataAndKeepsItsId() {
    try (var process = takeNote(Map.of("DEV_EXAMPLE_TYPE", TYPE))) {
      new TestClient(process.uri()).deliver(event("boson.fn", BARE)).assertTaken();

      var event = heard.getFirst();
      assertThat(event.getType()).isEqualTo(TYPE);
      assertThat(event.getId()).isEqualTo("1");
      assertThat(data(event)).contains("\"homestayId\":7");
    }
  }

  @Test
  void ofAnEventOnlyWhatWasLeftOutIsTakenFromTheExample() {
    try (var process = takeNote(Map.of("DEV_EXAMPLE_TYPE", TYPE))) {
      var client = new TestClient(process.uri());
      client.deliver(event("boson.fn", "{\"a\":1}")).assertTaken();
      client.deliver(event("another.type", BARE)).assertTaken();

      assertThat(heard.get(0).getType()).isEqualTo(TYPE);
      assertThat(data(heard.get(0))).isEqualTo("{\"a\":1}");
      assertThat(heard.get(1).getType()).isEqualTo("another.type");
      assertThat(data(heard.get(1))).contains("\"homestayId\":7");
    }
  }

  @Test
  void whereAnyEventWillDoTheTypeStays() {
    try (var process = takeNote(Map.of())) {
      new TestClient(process.uri()).deliver(event("boson.fn", BARE)).assertTaken();

      assertThat(heard.getFirst().getType()).isEqualTo("boson.fn");
    }
  }

  @Test
  void withoutADevelopmentGuestThereIsNoExample() {
    assertThatThrownBy(() -> bookStay(Map.of()).close())
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("DEV_EXAMPLE")
        .hasMessageContaining("DEV_GUEST");
  }

  @Test
  void anExampleThatIsNotThereOrHasNoDataIsRefusedAtTheStart() {
    var local = Map.of("DEV_GUEST", "77", "LOCAL_STACK", "true");
    assertThatThrownBy(
            () -> bookStay(with(local, "DEV_EXAMPLE", folder.resolve("none").toString())).close())
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("DEV_EXAMPLE");
    assertThatThrownBy(
            () -> bookStay(with(with(local, "DEV_EXAMPLE", ""), "DEV_EXAMPLE_TYPE", TYPE)).close())
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("DEV_EXAMPLE");
  }

  private FunctionProcess bookStay(Map<String, String> more) {
    return FunctionProcess.start(
        "book-stay", BookStay.WIRING, environment(with(more, "JWT_SECRET", TestTokens.SECRET)));
  }

  private FunctionProcess takeNote(Map<String, String> more) {
    return FunctionProcess.start(
        "hear",
        (context, settings) -> context.registerBean("hear", Hear.class, () -> new Hear(heard)),
        environment(with(with(more, "DEV_GUEST", "77"), "LOCAL_STACK", "true")));
  }

  private Map<String, String> environment(Map<String, String> more) {
    var environment = new HashMap<>(Map.of("PORT", "0", "DEV_EXAMPLE", example.toString()));
    environment.putAll(more);
    return environment;
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    var more = new HashMap<>(map);
    more.put(name, value);
    return more;
  }

  private static CloudEvent event(String type, String data) {
    return CloudEventBuilder.v1()
        .withId("1")
        .withSource(URI.create("/boson/fn"))
        .withType(type)
        .withData("application/json", data.getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private static String data(CloudEvent event) {
    var data = event.getData();
    return data == null ? "" : new String(data.toBytes(), StandardCharsets.UTF_8);
  }

  /** Keeps what it is sent. */
  static final class Hear implements Function<CloudEvent, Response> {
    private final List<CloudEvent> heard;

    Hear(List<CloudEvent> heard) {
      this.heard = heard;
    }

    @Override
    public Response apply(CloudEvent event) {
      heard.add(event);
      return Response.done();
    }
  }
}
