package dev.stayflow.images.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptTest {
  @Test
  void settingsRequestsAndStatuses() {
    var script =
        Script.read(
            "tea",
            """
            # a remark
            CUP=blue
            POT={{redis.url}}

            POST /tea
            Content-Type: application/json

            {"cup":
              1}
            => 201

            GET /metrics
            => 200
            """);

    assertThat(script.settings()).isEqualTo(Map.of("CUP", "blue", "POT", "{{redis.url}}"));
    assertThat(script.exchanges())
        .containsExactly(
            new Exchange(
                5,
                "POST",
                "/tea",
                Map.of("Content-Type", "application/json"),
                "{\"cup\":\n  1}",
                201),
            new Exchange(12, "GET", "/metrics", Map.of(), "", 200));
  }

  @Test
  void aRequestWithoutStatus() {
    assertThatThrownBy(() -> Script.read("tea", "POST /\n\n{}\n"))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageContaining("expected => and a status");
  }

  @Test
  void aLineThatIsNeither() {
    assertThatThrownBy(() -> Script.read("tea", "CUP=blue\nPUT /\n=> 200\n"))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageContaining("tea:2:")
        .hasMessageContaining("PUT /");
  }

  @Test
  void nothingThatSucceeds() {
    assertThatThrownBy(() -> Script.read("tea", "POST /\n=> 400\n"))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageContaining("at least one request that succeeds");
  }

  @Test
  void nobodySaidHow() {
    assertThatThrownBy(() -> Script.of("no-such-process"))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageContaining("no-such-process.training");
  }
}
