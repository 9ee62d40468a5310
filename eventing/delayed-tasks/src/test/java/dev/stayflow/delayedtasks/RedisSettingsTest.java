package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "redis://localhost, redis://localhost:6379",
    "redis://10.0.0.1:7000/, redis://10.0.0.1:7000",
    "redis://[::1]:7000/3, redis://[::1]:7000/3",
    "redis://[::1], redis://[::1]:6379",
    "rediss://redis.example:6380/0, rediss://redis.example:6380",
    "redis+sentinel://a/tasks, redis+sentinel://a:26379/tasks",
    "rediss+sentinel://a:1/tasks/2, rediss+sentinel://a:1/tasks/2",
    "redis+cluster://a/, redis+cluster://a:6379",
    "rediss+cluster://a:1, rediss+cluster://a:1",
  })
  void aUrlTellsWhatStandsWhere(String url, String meaning) {
    assertThat(RedisSettings.of(url)).hasToString(meaning);
  }

  @Test
  void sentinelsAndNodesOfAClusterStandBetweenCommas() {
    assertThat(RedisSettings.of("redis+sentinel://a:1,b/tasks").nodes())
        .containsExactly("a:1", "b:26379");
    assertThat(RedisSettings.of("redis+cluster://a,b:2").nodes()).containsExactly("a:6379", "b:2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:6379",
        "http://localhost:6379",
        "redis://:hidden@localhost:6379",
        "redis://user:hidden@localhost:6379/0",
        "redis://a:1,b:2",
        "redis://a:1/x",
        "redis+sentinel://a:1",
        "redis+cluster://a:1/3",
        "redis+cluster://",
        "redis://a:1?password=hidden",
      })
  void anotherFormIsRefusedWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> RedisSettings.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("redis://host:port", "redis+sentinel://", "redis+cluster://")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void thePasswordIsNotShown() {
    var settings = RedisSettings.of("redis://localhost").withUser("stayflow", "hidden");
    assertThat(settings).asString().doesNotContain("hidden");
  }

  @Test
  void authoritiesThatCannotBeReadAreTold(@TempDir Path directory) throws Exception {
    var settings = RedisSettings.of("rediss://localhost");
    var empty = Files.writeString(directory.resolve("empty.crt"), "");
    var wrong = Files.writeString(directory.resolve("wrong.crt"), "no certificate");
    for (var file : new Path[] {empty, wrong, directory.resolve("missing.crt")}) {
      assertThatThrownBy(() -> settings.withAuthorities(file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(file.toString());
    }
  }
}
