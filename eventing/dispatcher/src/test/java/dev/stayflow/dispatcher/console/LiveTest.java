package dev.stayflow.dispatcher.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.dispatcher.RunningDispatcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What is pushed to those who look on, and what becomes of them when something goes away. */
class LiveTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String TOKEN = "a-token-of-these-tests-that-may-read";

  @Test
  void thoseWhoLookOnAreToldWhatChangedAndLetGoAtOnceWhenTheProcessEnds() throws Exception {
    var dispatcher = start();
    var events = new CopyOnWriteArrayList<String>();
    try (dispatcher;
        var reader =
            new BufferedReader(new InputStreamReader(look(dispatcher), StandardCharsets.UTF_8))) {
      var listener = Thread.ofVirtual().start(() -> reader.lines().forEach(events::add));
      await().atMost(LIMIT).untilAsserted(() -> assertThat(events).contains("event:hello"));

      dispatcher.door().post("live-1", "{}", "deliverafter", "PT1H", "deliverqueue", "low");
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(events)
                      .anyMatch(line -> line.startsWith("data:") && line.contains("queue-low")));

      var began = System.nanoTime();
      dispatcher.close();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
      assertThat(listener.join(LIMIT)).isTrue();
    }
  }

  @Test
  void whoComesWhenTooManyLookOnIsSentAway() throws Exception {
    try (var dispatcher = start();
        var http = HttpClient.newHttpClient()) {
      for (var i = 0; i < LiveFeed.MOST_CLIENTS; i++) {
        assertThat(ask(http, dispatcher).statusCode()).isEqualTo(200);
      }
      assertThat(ask(http, dispatcher).statusCode()).isEqualTo(503);
      http.shutdownNow();
      await().atMost(LIMIT).untilAsserted(() -> assertThat(look(dispatcher)).isNotNull());
    }
  }

  private static RunningDispatcher start() {
    return RunningDispatcher.start(Map.of("K_SINK", "http://localhost:1/"));
  }

  private static InputStream look(RunningDispatcher dispatcher)
      throws IOException, InterruptedException {
    var answer = ask(HttpClient.newHttpClient(), dispatcher);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private static HttpResponse<InputStream> ask(HttpClient http, RunningDispatcher dispatcher)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(dispatcher.console().resolve("/live"))
            .header("Authorization", "Bearer " + TOKEN);
    return http.send(request.build(), BodyHandlers.ofInputStream());
  }
}
