package dev.stayflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventFunctionTest {
  private static final String STRUCTURED =
      "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/test\",\"type\":\"happened\",\"data\":{\"a\":1}}";
  private static FunctionProcess process;
  private static TestClient client;

  @BeforeAll
  static void start() {
    process = FunctionProcess.start("take-note", TakeNote.WIRING, Map.of("PORT", "0"));
    client = new TestClient(process.uri());
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  private static CloudEvent event(String subject) {
    return CloudEventBuilder.v1()
        .withId("1")
        .withSource(URI.create("/test"))
        .withType("happened")
        .withSubject(subject)
        .withData("application/json", "{\"a\":1}".getBytes(StandardCharsets.UTF_8))
        .build();
  }

  @Test
  void anEventIsTakenInBothModesAndAnsweredWithNothing() {
    for (var answer :
        new TestClient.Answer[] {
          client.deliver(event("plain")), client.deliverStructured(event("plain"))
        }) {
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("ce-"));
      assertThat(answer.headers().firstValue("content-type")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "too early, 503, unavailable",
    "database away, 503, unavailable",
    "broker away, 503, unavailable",
    "fault, 500, internal-error",
    "not ours, 422, unknown-order"
  })
  void whatTheFunctionMakesOfItDecidesWhetherKnativeTriesAgain(
      String subject, int status, String problem) {
    for (var answer :
        new TestClient.Answer[] {
          client.deliver(event(subject)), client.deliverStructured(event(subject))
        }) {
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.problem()).isEqualTo(problem);
      assertThat(answer.headers().firstValue("retry-after").isPresent()).isEqualTo(status == 503);
      assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("ce-"));
    }
  }

  @Test
  void anEventWithoutDataIsAnEvent() {
    var event =
        CloudEventBuilder.v1().withId("1").withSource(URI.create("/test")).withType("tick").build();

    assertThat(client.deliver(event).status()).isEqualTo(202);
    assertThat(client.deliverStructured(event).status()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "7",
        "{}",
        "{\"specversion\":\"1.0\"}",
        "{\"specversion\":\"9.9\",\"id\":\"1\",\"source\":\"/test\",\"type\":\"happened\"}",
        "{\"specversion\":1,\"id\":\"1\",\"source\":\"/test\",\"type\":\"happened\"}",
        "{\"specversion\":\"1.0\",\"id\":\"\",\"source\":\"/test\",\"type\":\"happened\"}",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\" :\",\"type\":\"happened\"}",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/test\",\"type\":\"happened\",\"time\":\"yesterday\"}",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/test\",\"type\":\"happened\",\"data_base64\":\"%%%\"}",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/test\",\"type\":\"happened\",\"UPPER\":\"x\"}",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/test\",\"type\":\"happened\",\"data\":1,\"data_base64\":\"AA==\"}"
      })
  void aBrokenStructuredEventIsABadRequest(String body) {
    var answer =
        client.send(
            HttpRequest.newBuilder(process.uri())
                .header("Content-Type", "application/cloudevents+json")
                .POST(BodyPublishers.ofString(body)));

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("bad-event");
  }

  @Test
  void aDeeplyNestedStructuredEventIsABadRequest() {
    String deep = STRUCTURED.replace("{\"a\":1}", "[".repeat(60_000));
    var answer =
        client.send(
            HttpRequest.newBuilder(process.uri())
                .header("Content-Type", "application/cloudevents+json")
                .POST(BodyPublishers.ofString(deep)));

    assertThat(answer.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ce-id: 1",
        "ce-specversion: 1.0",
        "ce-specversion: 1.0| ce-id: 1| ce-source: /test",
        "ce-specversion: 7.0| ce-id: 1| ce-source: /test| ce-type: t",
        "ce-specversion: 1.0| ce-id: 1| ce-source: /test| ce-type: t| ce-time: yesterday",
        "ce-specversion: 1.0| ce-id: 1| ce-source: /test| ce-type: t| ce-not_allowed: x",
        "x-other: 1"
      })
  void aBrokenBinaryEventIsABadRequest(String headers) {
    HttpRequest.Builder request = client.request();
    for (String header : headers.split("[|] ?", -1)) {
      request.header(header.split(": ", 2)[0], header.split(": ", 2)[1]);
    }
    var answer = client.send(request.POST(BodyPublishers.ofString("{}")));

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("bad-event");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/cloudevents-batch+json",
        "application/cloudevents+avro",
        "application/cloudevents+json; charset=utf-16"
      })
  void aBatchOrAnotherFormatIsUnsupported(String contentType) {
    var answer =
        client.send(
            HttpRequest.newBuilder(process.uri())
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString("[" + STRUCTURED + "]")));

    assertThat(answer.status()).isEqualTo(415);
  }

  @Test
  void aStructuredEventWithACharsetIsTaken() {
    var answer =
        client.send(
            HttpRequest.newBuilder(process.uri())
                .header("Content-Type", "application/cloudevents+json; charset=UTF-8")
                .POST(BodyPublishers.ofString(STRUCTURED)));

    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
  }
}
