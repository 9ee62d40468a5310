package dev.stayflow.dispatcher.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import dev.stayflow.dispatcher.RunningDispatcher;
import dev.stayflow.dispatcher.browser.Account;
import dev.stayflow.dispatcher.browser.Visitor;
import dev.stayflow.local.servers.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is pushed to those who look on, and what becomes of them when something goes away. */
class LiveTest {
  private static final String TOKEN = "a-token-of-these-tests-32-letters-or-more";

  @RegisterExtension final Visitor visitor = new Visitor();
  @TempDir Path state;

  @Test
  void thoseWhoLookOnAreToldWhatChangedAndLetGoAtOnceWhenTheProcessEnds() throws Exception {
    var dispatcher = start(RunningDispatcher.REDIS);
    var events = new CopyOnWriteArrayList<String>();
    try (dispatcher;
        var reader =
            new BufferedReader(new InputStreamReader(look(dispatcher), StandardCharsets.UTF_8))) {
      var listener =
          Thread.ofVirtual()
              .start(() -> reader.lines().forEach(events::add));
      await().untilAsserted(() -> assertThat(events).contains("event:hello"));

      dispatcher.door().post("live-1", "{}", "deliverafter", "PT1H", "deliverqueue", "low");
      await()
          .untilAsserted(() -> assertThat(events).anyMatch(line -> line.startsWith("data:") && line.contains("queue-low")));

      var began = System.nanoTime();
      dispatcher.close();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
      assertThat(listener.join(Duration.ofSeconds(5))).isTrue();
    }
  }

  @Test
  void whoComesWhenTooManyLookOnIsSentAway() throws Exception {
    try (var dispatcher = start(RunningDispatcher.REDIS);
        var http = HttpClient.newHttpClient()) {
      for (var i = 0; i < LiveFeed.MOST_CLIENTS; i++) {
        assertThat(ask(http, dispatcher).statusCode()).isEqualTo(200);
      }
      assertThat(ask(http, dispatcher).statusCode()).isEqualTo(503);
      http.shutdownNow();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(look(dispatcher)).isNotNull());
    }
  }

  @Test
  void aPageTellsThatRedisIsAwayAndGoesOnByItselfWhenItIsBack() {
    visitor.expect("503: GET");
    var redis = RedisServer.start(state, 0);
    var port = URI.create(redis.url()).getPort();
    try (var dispatcher = start(redis)) {
      dispatcher.door().post("away-1", "{}", "deliverafter", "PT1H");
      var page = visitor.signIn(dispatcher.console(), Account.OPERATOR);
      assertThat(page.getByLabel("Pause default")).isVisible();

      redis.close();
      page.locator("#away").waitFor(new Locator.WaitForOptions().setTimeout(20_000));
      assertThat(page.getByLabel("Pause default")).isVisible();
      page.navigate("/queues");
      assertThat(page.locator("h1")).hasText("Redis cannot be reached");

      redis = RedisServer.start(state, port);
      page.getByLabel("Pause default").waitFor(new Locator.WaitForOptions().setTimeout(20_000));
      assertThat(page.locator("#away")).isHidden();
    } finally {
      redis.close();
    }
  }

  private static RunningDispatcher start(RedisServer redis) {
    Map<String, String> settings = new HashMap<>(Account.settings());
    settings.put("CONSOLE_TOKENS", "watcher:viewer:" + TOKEN);
    settings.put("K_SINK", "http://localhost:1/");
    return RunningDispatcher.start(redis, settings);
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
