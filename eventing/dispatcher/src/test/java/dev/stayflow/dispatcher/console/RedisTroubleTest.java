package dev.stayflow.dispatcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.dispatcher.ConsoleClient;
import dev.stayflow.dispatcher.RunningDispatcher;
import dev.stayflow.local.servers.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people are told when Redis is there and does not do what they asked. */
class RedisTroubleTest {
  private static final Map<String, String> EVENT =
      Map.of(
          "type", "tea.ready", "source", "/test", "deliverafter", "PT1H", "freshid", "of-the-form");

  @Test
  void aFullRedisIsNotCalledAway() {
    try (var redis = RedisServer.startTemporary();
        var dispatcher = RunningDispatcher.start(redis, Map.of("K_SINK", "http://localhost:1/"))) {
      var olga = dispatcher.operator();
      redis.ask("config", "set", "maxmemory", "1");

      var answer = olga.post("/enqueue", EVENT);

      assertThat(answer.statusCode()).isEqualTo(507);
      assertThat(answer.headers().firstValue("X-Reason").orElse("")).contains("full");
      assertThat(answer.body()).contains("Redis is full").doesNotContain("data-away");
    }
  }

  @Test
  void whatTooFewReplicasHaveIsStoredAndNoted() {
    var settings = Map.of("K_SINK", "http://localhost:1/", "REDIS_REPLICAS", "1");
    try (var redis = RedisServer.startTemporary();
        var dispatcher = RunningDispatcher.start(redis, settings)) {
      var olga = dispatcher.operator();

      var answer = olga.post("/enqueue", EVENT, "HX-Request", "true");

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.headers().firstValue("X-Reason").orElse("")).contains("has stored it");
      assertThat(olga.get("/audit").body()).contains("stored, too few replicas", "of-the-form");
    }
  }

  @Test
  void aFormThatIsSentTwiceIsOneEvent() {
    try (var redis = RedisServer.startTemporary();
        var dispatcher = RunningDispatcher.start(redis, Map.of("K_SINK", "http://localhost:1/"))) {
      var olga = dispatcher.operator();
      assertThat(olga.get("/enqueue").body()).containsPattern("name=\"freshid\" value=\".{36}\"");

      assertThat(sent(olga)).isEqualTo(sent(olga));
      assertThat(dispatcher.reader().json("/api/queues/default").at("/counts/scheduled").asInt())
          .isEqualTo(1);
    }
  }

  /** Where the person is led. */
  private static String sent(ConsoleClient somebody) {
    var answer = somebody.post("/enqueue", EVENT);
    assertThat(answer.statusCode()).isEqualTo(302);
    return answer.headers().firstValue("location").orElseThrow();
  }
}
