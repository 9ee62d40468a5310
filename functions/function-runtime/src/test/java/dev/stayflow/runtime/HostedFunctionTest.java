package dev.stayflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host that has no HTTP server for it gets what HTTP gets. */
class HostedFunctionTest {
  private static final String STAY = "{\"homestayId\":1,\"isFood\":true,\"people\":2}";

  private static HostedFunction bookStay() {
    return HostedFunction.start("book-stay", BookStay.WIRING, TestTokens.settings());
  }

  private static HostedFunction.Reply post(
      HostedFunction function, Map<String, String> headers, String body) {
    return function.request("POST", "/", headers, body.getBytes(StandardCharsets.UTF_8));
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
  void aRequestIsAnsweredWhateverTheCaseOfItsHeaders() {
    try (var function = bookStay()) {
      HostedFunction.Reply reply =
          post(
              function,
              Map.of(
                  "AUTHORIZATION",
                  "Bearer " + TestTokens.guest(42),
                  "Content-TYPE",
                  "application/json"),
              STAY);

      assertThat(reply.status()).isEqualTo(201);
      assertThat(reply.headers()).containsEntry("Content-Type", "application/json");
      assertThat(new String(reply.body(), StandardCharsets.UTF_8)).contains("\"guest\":42");
    }
  }

  @Test
  void whatTheFrontRefusesIsRefusedHereToo() {
    try (var function = bookStay()) {
      Map<String, String> json = Map.of("content-type", "application/json");

      assertThat(function.request("GET", "/", json, new byte[0]).status()).isEqualTo(405);
      assertThat(function.request("POST", "/elsewhere", json, new byte[0]).status()).isEqualTo(404);
      assertThat(function.request("POST", "", json, new byte[0]).status()).isEqualTo(404);
      assertThat(post(function, Map.of("content-type", "text/plain"), STAY).status())
          .isEqualTo(415);
      assertThat(post(function, json, STAY).status()).isEqualTo(401);
      assertThat(post(function, json, "x".repeat(64 * 1024 + 1)).status()).isEqualTo(413);
    }
  }

  @ParameterizedTest
  @CsvSource({"plain, 202", "too early, 503", "fault, 500", "not ours, 422"})
  void anEventIsAnsweredAsOverHttp(String subject, int status) {
    try (var function = HostedFunction.start("take-note", TakeNote.WIRING, Map.of())) {
      assertThat(function.takesEvents()).isTrue();
      assertThat(function.deliver(event(subject)).status()).isEqualTo(status);
    }
  }

  @Test
  void anEventOverTheLimitIsRefused() {
    try (var function = HostedFunction.start("take-note", TakeNote.WIRING, Map.of())) {
      CloudEvent huge =
          CloudEventBuilder.from(event("plain"))
              .withData("application/json", new byte[64 * 1024 + 1])
              .build();

      assertThat(function.deliver(huge).status()).isEqualTo(413);
    }
  }

  @Test
  void aRequestThatIsAnEventReachesAnEventFunction() {
    try (var function = HostedFunction.start("take-note", TakeNote.WIRING, Map.of())) {
      assertThat(
              post(
                      function,
                      Map.of(
                          "Ce-Specversion",
                          "1.0",
                          "Ce-Id",
                          "1",
                          "Ce-Source",
                          "/test",
                          "Ce-Type",
                          "happened"),
                      "")
                  .status())
          .isEqualTo(202);
      assertThat(post(function, Map.of(), "{}").status()).isEqualTo(400);
    }
  }

  @Test
  void whatTheHostCouldNotReadIsABadRequest() {
    try (var function = bookStay()) {
      HostedFunction.Reply reply = function.unreadable("The body is not base64");

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.isDone()).isFalse();
      assertThat(reply.headers()).containsEntry("Content-Type", "application/problem+json");
      assertThat(reply.text()).contains("/bad-request", "The body is not base64");
    }
  }

  @Test
  void wrongSettingsAreAllTold() {
    var settings = new HashMap<>(TestTokens.settings());
    settings.put("LOG_LEVEL", "loud");
    settings.put("JWT_SECRET", "short");

    assertThatThrownBy(() -> HostedFunction.start("book-stay", BookStay.WIRING, settings))
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            wrong ->
                assertThat(wrong.problems())
                    .anyMatch(problem -> problem.startsWith("LOG_LEVEL"))
                    .anyMatch(problem -> problem.startsWith("JWT_SECRET")));
  }

  @Test
  void aHostWaitsForWhatTheFunctionNeeds() throws Exception {
    var there = new AtomicBoolean();
    FunctionWiring waiting =
        (context, settings) -> {
          TakeNote.WIRING.register(context, settings);
          context.registerBean(ReadyCheck.class, () -> new Database(there));
        };
    try (var function = HostedFunction.start("take-note", waiting, Map.of())) {
      assertThat(function.awaitReady(Duration.ofMillis(20))).isFalse();
      var ready = CompletableFuture.supplyAsync(() -> function.awaitReady(Duration.ofSeconds(60)));

      there.set(true);

      assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private record Database(AtomicBoolean there) implements ReadyCheck {
    @Override
    public String name() {
      return "database";
    }

    @Override
    public boolean ready() {
      return there.get();
    }
  }
}
