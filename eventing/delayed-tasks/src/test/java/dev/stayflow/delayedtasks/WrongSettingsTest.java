package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stayflow.local.servers.Ports;
import dev.stayflow.local.servers.RedisCertificates;
import dev.stayflow.local.servers.RedisClusterServers;
import dev.stayflow.local.servers.RedisSentinelServers;
import dev.stayflow.local.servers.RedisServer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class WrongSettingsTest {
  private static final RedisServer OPEN = TestRedis.SERVER;

  @TempDir private Path directory;

  @Test
  void aPasswordThatIsWrongMissingOrTooMuch() {
    try (var redis =
        RedisServer.startTemporary("--requirepass", "right", "--user", "other", "on", ">its-own")) {
      var settings = RedisSettings.of(redis.url());

      assertThat(refusal(settings)).contains("demands a password");
      assertThat(refusal(settings.withPassword("hidden")))
          .contains("refuses the password of the default user");
      assertThat(refusal(settings.withUser("other", "hidden")))
          .contains("refuses the password of user other");
      assertThat(refusal(settings.withUser("nobody", "hidden"))).contains("user nobody");
    }
    assertThat(refusal(RedisSettings.of(OPEN.url()).withPassword("hidden")))
        .contains("has no password for the default user");
  }

  @Test
  void aUserWhoMayNotDoAllThatIsNeededIsToldWhat() {
    try (var redis =
        RedisServer.startTemporary(
            users(
                user(
                    "reader",
                    "~tasks:*",
                    "resetchannels",
                    "&tasks:*",
                    "+@all",
                    "-zadd",
                    "-hset",
                    "-subscribe"),
                user("elsewhere", "~others:*", "resetchannels", "&tasks:*", "+@all"),
                user("deaf", "~tasks:*", "resetchannels", "+@all"),
                user("nothing", "~*", "-@all")))) {
      var settings = RedisSettings.of(redis.url());

      assertThat(refusal(settings.withUser("reader", "hidden")))
          .contains("user reader", "ZADD", "HSET", "SUBSCRIBE")
          .doesNotContain("ZREM", "HGET");
      assertThat(refusal(settings.withUser("elsewhere", "hidden"))).contains("EVAL", "key");
      assertThat(refusal(settings.withUser("deaf", "hidden"))).contains("PUBLISH", "SUBSCRIBE");
      assertThat(refusal(settings.withUser("nothing", "hidden"))).contains("INFO");
    }
  }

  @Test
  void tlsWhereNoneIsSpokenAndTheOtherWayRound() {
    var certificates = RedisCertificates.make(directory);
    var port = Ports.free();
    try (var _ = RedisServer.startTemporary(certificates.options(port))) {
      assertThat(refusal(RedisSettings.of("rediss://localhost:" + OPEN.port())))
          .contains("speaks no TLS");
      assertThat(refusal(RedisSettings.of("redis://localhost:" + port))).contains("speaks TLS");
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthority() {
    var certificates = RedisCertificates.make(directory);
    var port = Ports.free();
    try (var _ = RedisServer.startTemporary(certificates.options(port))) {
      assertThat(refusal(RedisSettings.of("rediss://localhost:" + port)))
          .contains("is not to be trusted", "authority");
    }
  }

  @Test
  void aCertificateForAnotherHost() {
    var certificates = RedisCertificates.make(directory, "dns:redis.example");
    var port = Ports.free();
    try (var _ = RedisServer.startTemporary(certificates.options(port))) {
      var settings = RedisSettings.of("rediss://localhost:" + port);
      assertThat(refusal(settings.withAuthorities(certificates.authority())))
          .contains("is not to be trusted", "localhost");
    }
  }

  @Test
  void aDatabaseThatDoesNotExist() {
    assertThat(refusal(RedisSettings.of(OPEN.url() + "/16"))).contains("no database 16");
  }

  @Test
  void aSingleRedisIsNoClusterAndNoSentinel() {
    assertThat(refusal(RedisSettings.of("redis+cluster://localhost:" + OPEN.port())))
        .contains("is not a node of a Cluster");
    assertThat(refusal(RedisSettings.of("redis+sentinel://localhost:" + OPEN.port() + "/tasks")))
        .contains("no Sentinel");
  }

  @Test
  void aNodeOfAClusterIsNoSingleRedis() {
    try (var cluster = RedisClusterServers.startTemporary()) {
      assertThat(refusal(RedisSettings.of(cluster.masters().getFirst().url())))
          .contains("is a node of a Cluster", "redis+cluster");
    }
  }

  @Test
  void aMasterThatTheSentinelsDoNotKnow() {
    try (var servers = RedisSentinelServers.startTemporary()) {
      assertThat(refusal(RedisSettings.of(servers.url().replace("/tasks", "/others"))))
          .contains("knows no master named others");
      var sentinel = servers.url().replaceAll(".*://([^,]+),.*", "redis://$1");
      assertThat(refusal(RedisSettings.of(sentinel))).contains("is a Sentinel", "redis+sentinel");
    }
  }

  @Test
  void aReplicaCannotBeUsedUntilItIsTheMaster() {
    try (var replica = OPEN.startReplica();
        var redis = TestRedis.connect(replica)) {
      assertThatThrownBy(redis::requireNoEviction)
          .isInstanceOf(RedisUnavailable.class)
          .hasMessageContaining("is a replica");
      replica.ask("REPLICAOF", "NO", "ONE");
      redis.requireNoEviction();
    }
  }

  @Test
  void clientsAndServersAreRefusedAlike() {
    try (var redis = RedisConnection.open(RedisSettings.of(OPEN.url() + "/16"))) {
      assertThatThrownBy(() -> TestRedis.client(redis).enqueue(Work.dueNow("q", "a")))
          .isInstanceOf(RedisRefused.class);
      assertThatThrownBy(() -> Work.serve(redis, ServerOptions.of("q"), new Runs()))
          .isInstanceOf(RedisRefused.class);
    }
  }

  /** What the user is told; of every setting the password is "hidden". */
  private static String refusal(RedisSettings settings) {
    try (var redis = RedisConnection.open(settings)) {
      var refused = catchThrowableOfType(RedisRefused.class, redis::requireNoEviction);
      assertThat(refused).isNotNull().hasMessageNotContaining("hidden");
      return String.valueOf(refused.getMessage());
    }
  }

  private static String[] user(String name, String... rules) {
    var options = new String[rules.length + 4];
    options[0] = "--user";
    options[1] = name;
    options[2] = "on";
    options[3] = ">hidden";
    System.arraycopy(rules, 0, options, 4, rules.length);
    return options;
  }

  private static String[] users(String[]... users) {
    return Stream.of(users).flatMap(Stream::of).toArray(String[]::new);
  }
}
