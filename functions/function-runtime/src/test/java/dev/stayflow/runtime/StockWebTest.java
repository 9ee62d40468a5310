package dev.stayflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The same beans under Spring Boot, MVC and the web adapter that Spring Cloud Function brings: they
 * are ordinary functions.
 */
class StockWebTest {
  @Test
  void aRequestFunctionKeepsItsContract() {
    try (var stock = StockApplication.start("bookStay", BookStay.WIRING, TestTokens.settings())) {
      TestClient client = stock.client();

      var booked =
          client.postAs(42, "{\"homestayId\":7,\"isFood\":true,\"people\":2}", "x-own", "1");
      assertThat(booked.status()).as(booked.body()).isEqualTo(201);
      assertThat(booked.json().path("guest").asLong()).isEqualTo(42);
      assertThat(booked.headers().map()).doesNotContainKeys("x-own", "authorization");

      var wrong = client.postAs(42, "{\"homestayId\":\"7\",\"isFood\":true,\"people\":2}");
      assertThat(wrong.status()).isEqualTo(400);
      assertThat(wrong.json().path("field").asString()).isEqualTo("homestayId");
      assertThat(wrong.headers().firstValue("content-type")).contains("application/problem+json");

      assertThat(client.post("{}").status()).isEqualTo(401);
      assertThat(client.postAs(42, "not json").status()).isEqualTo(400);
      assertThat(client.postAs(42, "{\"homestayId\":7,\"isFood\":true,\"people\":0}").status())
          .isEqualTo(422);
    }
  }

  @Test
  void anEventFunctionKeepsItsContract() {
    CloudEvent event =
        CloudEventBuilder.v1()
            .withId("1")
            .withSource(URI.create("/test"))
            .withType("happened")
            .withSubject("plain")
            .build();
    try (var stock = StockApplication.start("takeNote", TakeNote.WIRING, Map.of())) {
      TestClient client = stock.client();

      for (var answer :
          new TestClient.Answer[] {client.deliver(event), client.deliverStructured(event)}) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("ce-"));
      }
      var early = CloudEventBuilder.from(event).withSubject("too early").build();
      assertThat(client.deliver(early).status()).isEqualTo(503);
    }
  }
}
