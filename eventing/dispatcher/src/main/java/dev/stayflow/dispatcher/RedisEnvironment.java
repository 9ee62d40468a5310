package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.RedisSettings;
import dev.stayflow.dispatcher.settings.EnvironmentReader;
import java.nio.file.Path;
import java.time.Duration;

/** Where Redis is, by the variables {@code REDIS_*}. */
final class RedisEnvironment {
  private static final Duration REPLICATED_WITHIN = Duration.ofSeconds(1);

  private RedisEnvironment() {}

  static RedisSettings read(EnvironmentReader in) {
    var found =
        in.value("REDIS_URL", RedisSettings::of).orElse(RedisSettings.of("redis://localhost:6379"));
    var let = permitted(in, found);
    var trusting =
        in.value("REDIS_CA_CERT", file -> let.withAuthorities(Path.of(file))).orElse(let);
    var replicas = in.integer("REDIS_REPLICAS", 0, 0, 10);
    return replicas == 0 ? trusting : trusting.withReplicas(replicas, REPLICATED_WITHIN);
  }

  private static RedisSettings permitted(EnvironmentReader in, RedisSettings redis) {
    var user = in.text("REDIS_USER");
    var password = in.text("REDIS_PASSWORD");
    if (password.isPresent()) {
      return user.isPresent()
          ? redis.withUser(user.get(), password.get())
          : redis.withPassword(password.get());
    }
    if (user.isPresent()) {
      in.reject("REDIS_PASSWORD", "set, because REDIS_USER is");
    }
    return redis;
  }
}
