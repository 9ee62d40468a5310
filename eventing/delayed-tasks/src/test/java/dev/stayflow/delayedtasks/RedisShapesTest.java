package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.servers.Ports;
import dev.stayflow.local.servers.RedisCertificates;
import dev.stayflow.local.servers.RedisClusterServers;
import dev.stayflow.local.servers.RedisSentinelServers;
import dev.stayflow.local.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same work on Redis in each shape that the settings know. */
@Tag("long")
class RedisShapesTest {
  private static final String RULE = "ACL SETUSER stayflow ";

  @TempDir private Path directory;

  @Test
  void aPassword() {
    try (var redis = RedisServer.startTemporary("--requirepass", "secret word")) {
      workIsDone(RedisSettings.of(redis.url()).withPassword("secret word"), "q");
    }
  }

  @Test
  void theUserThatTheReadmeTellsToMake() throws IOException {
    var rules = new String[] {"--user", "stayflow"};
    var options = Stream.concat(Stream.of(rules), Stream.of(aclOfReadme())).toArray(String[]::new);
    try (var redis = RedisServer.startTemporary(options)) {
      workIsDone(RedisSettings.of(redis.url()).withUser("stayflow", "secret"), "q");
    }
  }

  @Test
  void anotherDatabase() {
    try (var redis = RedisServer.startTemporary()) {
      workIsDone(RedisSettings.of(redis.url() + "/3"), "q");
      assertThat(redis.ask("INFO", "keyspace")).contains("db3:").doesNotContain("db0:");
    }
  }

  @Test
  void tls() {
    var certificates = RedisCertificates.make(directory);
    var port = Ports.free();
    try (var _ = RedisServer.startTemporary(certificates.options(port))) {
      workIsDone(
          RedisSettings.of("rediss://localhost:" + port).withAuthorities(certificates.authority()),
          "q");
    }
  }

  @Test
  void sentinels() {
    try (var servers = RedisSentinelServers.startTemporary()) {
      workIsDone(RedisSettings.of(servers.url()), "q");
    }
  }

  @Test
  void sentinelsOfServersWithAPassword() {
    try (var servers =
        RedisSentinelServers.startTemporary(
            "--user", "stayflow", "on", ">secret", "resetchannels", "~*", "&*", "+@all")) {
      workIsDone(RedisSettings.of(servers.url()).withUser("stayflow", "secret"), "q");
    }
  }

  @Test
  void queuesInDifferentSlotsOfACluster() {
    try (var cluster = RedisClusterServers.startTemporary()) {
      var queues = IntStream.range(0, 6).mapToObj(i -> "q" + i).toArray(String[]::new);
      assertThat(Stream.of(queues).map(queue -> cluster.masterOf("tasks:{" + queue + "}:due")))
          .containsAll(cluster.masters());

      workIsDone(RedisSettings.of(cluster.url()), queues);
    }
  }

  @Test
  void oneNodeLeadsToTheWholeCluster() {
    try (var cluster = RedisClusterServers.startTemporary()) {
      var node = "redis+cluster://localhost:" + cluster.masters().get(1).port();
      workIsDone(RedisSettings.of(node), "a", "b", "c", "d");
    }
  }

  /** Else a user with too few rights would be told by a script in the middle of its work. */
  @Test
  void theCheckOfPermissionsTriesWhatTheScriptsUse() throws IOException {
    var tried =
        Pattern.compile("\\{'([A-Z]+)'")
            .matcher(Script.PERMISSIONS.text())
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    var used = new TreeSet<String>();
    var scripts = Path.of("src/main/resources/dev/stayflow/delayedtasks");
    try (var files = Files.walk(scripts)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Pattern.compile("call\\('([A-Z]+)'")
            .matcher(Files.readString(file))
            .results()
            .forEach(found -> used.add(found.group(1)));
      }
    }
    assertThat(used).hasSizeGreaterThan(15);
    assertThat(tried)
        .as("commands in permissions.lua, and those that the other scripts use")
        .containsExactlyInAnyOrderElementsOf(used);
  }

  private static void workIsDone(RedisSettings settings, String... queues) {
    var runs = new Runs();
    try (var redis = RedisConnection.open(settings);
        var _ = Work.serve(redis, ServerOptions.of(queues), runs)) {
      var client = TestRedis.client(redis);
      var soon = Instant.now().plusMillis(300);
      for (var queue : queues) {
        client.enqueue(Work.due(queue, queue + "-later", soon));
        client.enqueue(Work.due(queue, queue + "-cancelled", soon.plusSeconds(60)));
        client.enqueue(Work.dueNow(queue, queue + "-now"));
        assertThat(client.cancel(new TaskId(queue, queue + "-cancelled")))
            .isEqualTo(Cancelled.WAITED);
      }
      client.enqueue(Stream.of(queues).map(queue -> Work.dueNow(queue, queue + "-bulk")).toList());

      await().atMost(Work.LIMIT).until(() -> runs.count() >= 3 * queues.length);
      for (var queue : queues) {
        Work.awaitCounts(redis, queue, 0, 0, 0, 4);
        assertThat(
                new Inspector(redis).page(queue, TaskState.ARCHIVED, Optional.empty(), 10).tasks())
            .isEmpty();
      }
      assertThat(runs.ids())
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(queues)
                  .flatMap(queue -> Stream.of("-now", "-later", "-bulk").map(queue::concat))
                  .toList());
    }
  }

  /** The rule without its first words, as an option of redis-server has it. */
  private static String[] aclOfReadme() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("README.md"));
    return lines.stream()
        .filter(line -> line.startsWith(RULE))
        .map(line -> line.substring(RULE.length()).split(" ", -1))
        .findFirst()
        .orElseThrow();
  }
}
