package dev.stayflow.delayedtasks;

import dev.stayflow.delayedtasks.Dialogue.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds out whether a Redis fits the settings, before anything relies on it, and tells what to
 * change when it does not.
 */
final class SettingsCheck {
  private static final RedisKeys NOBODY = RedisKeys.ofNobody();
  private static final String OLDEST = "6.2";

  private final RedisSettings settings;

  SettingsCheck(RedisSettings settings) {
    this.settings = settings;
  }

  /**
   * Looks at one Redis: the one, the master that the Sentinels name, or any of the Cluster.
   *
   * @throws RedisRefused when it does not fit
   * @throws RedisUnavailable when none answers, or none can be used now
   */
  void run() {
    switch (settings.shape()) {
      case RedisSettings.Shape.Single() -> check(settings.nodes().getFirst());
      case RedisSettings.Shape.Sentinel(var master) ->
          check(firstThatAnswers(sentinel -> masterBy(sentinel, master)));
      case RedisSettings.Shape.Cluster() ->
          firstThatAnswers(
              node -> {
                check(node);
                return node;
              });
    }
  }

  private String firstThatAnswers(Function<String, String> look) {
    var faults = new ArrayList<RedisUnavailable>();
    for (var node : settings.nodes()) {
      try {
        return look.apply(node);
      } catch (RedisUnavailable e) {
        faults.add(e);
      }
    }
    throw faults.getLast();
  }

  private String masterBy(String node, String name) {
    try (var sentinel = Dialogue.open(node, settings)) {
      var ask = List.of("SENTINEL", "GET-MASTER-ADDR-BY-NAME", name);
      var answer = sentinel.ask(ask);
      if (answer.error().startsWith("NOAUTH") && settings.password().isPresent()) {
        require(sentinel, "AUTH", sentinel.ask(List.of("AUTH", settings.password().get())));
        answer = sentinel.ask(ask);
      }
      if (answer.error().startsWith("ERR unknown command")) {
        throw new RedisRefused(
            node + " is a Redis and no Sentinel: use a URL that begins with redis://");
      }
      require(sentinel, "SENTINEL", answer);
      if (answer.texts().isEmpty()) {
        throw new RedisRefused("The Sentinel at %s knows no master named %s".formatted(node, name));
      }
      return answer.texts().get(0) + ":" + answer.texts().get(1);
    }
  }

  private void check(String node) {
    try (var redis = Dialogue.open(node, settings)) {
      introduce(redis);
      var info = info(redis);
      requireKind(node, info);
      if (settings.database() != 0) {
        selectDatabase(redis);
      }
      requirePermissions(redis);
    }
  }

  private void introduce(Dialogue redis) {
    if (settings.password().isEmpty()) {
      return;
    }
    var words = new ArrayList<>(List.of("AUTH"));
    settings.user().ifPresent(words::add);
    words.add(settings.password().get());
    var answer = redis.ask(words);
    if (answer.error().startsWith("WRONGPASS")
        || answer.error().startsWith("ERR invalid password")) {
      throw new RedisRefused(
          "Redis at %s refuses the password of %s, or does not know the user"
              .formatted(redis.node(), user()));
    }
    if (answer.error().contains("without any password configured")) {
      throw new RedisRefused(
          "Redis at %s has no password for %s: give none, or the user that it is for"
              .formatted(redis.node(), user()));
    }
    require(redis, "AUTH", answer);
  }

  private Map<String, String> info(Dialogue redis) {
    var answer = redis.ask(List.of("INFO"));
    require(redis, "INFO", answer);
    var info = new HashMap<String, String>();
    answer
        .text()
        .lines()
        .filter(line -> line.contains(":"))
        .forEach(
            line ->
                info.put(
                    line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1)));
    return info;
  }

  private void requireKind(String node, Map<String, String> info) {
    // the second is Valkey's name of it
    if ("sentinel".equals(info.getOrDefault("redis_mode", info.get("server_mode")))) {
      throw new RedisRefused(
          node
              + " is a Sentinel: use a URL that begins with redis+sentinel and ends with the master's name");
    }
    var clustered = "1".equals(info.get("cluster_enabled"));
    var wanted = settings.shape() instanceof RedisSettings.Shape.Cluster;
    if (clustered && !wanted) {
      throw new RedisRefused(
          "Redis at %s is a node of a Cluster: use a URL that begins with redis+cluster"
              .formatted(node));
    }
    if (!clustered && wanted) {
      throw new RedisRefused(
          "Redis at %s is not a node of a Cluster: use a URL without +cluster".formatted(node));
    }
    if (isOlder(info.getOrDefault("redis_version", OLDEST))) {
      throw new RedisRefused(
          "Redis at %s is version %s; delayed tasks need %s or later"
              .formatted(node, info.get("redis_version"), OLDEST));
    }
    if ("1".equals(info.get("loading"))) {
      throw new RedisUnavailable("Redis at " + node + " still loads its data");
    }
    if (!wanted && "slave".equals(info.get("role"))) {
      throw new RedisUnavailable(
          "Redis at " + node + " is a replica, which cannot be written: name its master");
    }
  }

  private static boolean isOlder(String version) {
    var numbers = version.split("\\.", -1);
    var major = Integer.parseInt(numbers[0]);
    return major < 6 || (major == 6 && Integer.parseInt(numbers[1]) < 2);
  }

  private void selectDatabase(Dialogue redis) {
    var answer = redis.ask(List.of("SELECT", Integer.toString(settings.database())));
    if (answer.error().contains("out of range")) {
      throw new RedisRefused(
          "Redis at %s has no database %d: its setting databases is lower"
              .formatted(redis.node(), settings.database()));
    }
    require(redis, "SELECT", answer);
  }

  private void requirePermissions(Dialogue redis) {
    var tried = redis.ask(tryingAll());
    if (tried.error().startsWith("MOVED")) {
      try (var holder = Dialogue.open(tried.error().split(" ", -1)[2], settings)) {
        introduce(holder);
        requirePermissions(holder);
      }
      return;
    }
    require(redis, "EVAL", tried);
    var refused = new ArrayList<>(tried.texts());
    for (var command : commands()) {
      if (redis.ask(command).error().startsWith("NOPERM")) {
        refused.add(command.getFirst());
      }
    }
    if (!refused.isEmpty()) {
      throw new RedisRefused(
          "Redis at %s does not let %s run %s, or not on its keys and channels tasks:*: see ACL SETUSER"
              .formatted(redis.node(), user(), String.join(", ", refused)));
    }
  }

  private static List<String> tryingAll() {
    var script = Script.PERMISSIONS;
    var words = new ArrayList<>(List.of("EVAL", script.text()));
    words.add(Integer.toString(script.parts().size()));
    NOBODY.of(script).forEach(key -> words.add(key.toString()));
    return words;
  }

  /** Commands that are not run by scripts; none has an effect. */
  private List<List<String>> commands() {
    var always =
        List.of(
            List.of("PING"), List.of("EVALSHA", "0".repeat(40), "1", NOBODY.key("permissions")));
    var cluster =
        settings.shape() instanceof RedisSettings.Shape.Cluster
            ? List.of(List.of("CLUSTER", "NODES"))
            : List.<List<String>>of();
    var replicas =
        settings.replicas() > 0 ? List.of(List.of("WAIT", "0", "1")) : List.<List<String>>of();
    // the last one, because few commands are allowed after it
    var subscribe = List.of(List.of("SUBSCRIBE", NOBODY.key(QueuePart.WAKE)));
    return Stream.of(always, cluster, replicas, subscribe).flatMap(List::stream).toList();
  }

  private void require(Dialogue redis, String command, Answer answer) {
    if (!answer.isError()) {
      return;
    }
    var error = answer.error();
    if (error.startsWith("NOAUTH")) {
      throw new RedisRefused("Redis at " + redis.node() + " demands a password");
    }
    if (error.startsWith("NOPERM")) {
      throw new RedisRefused(
          "Redis at %s does not let %s run %s (%s): see ACL SETUSER"
              .formatted(redis.node(), user(), command, error));
    }
    if (Stream.of("LOADING", "BUSY", "CLUSTERDOWN", "MASTERDOWN", "ERR max number of clients")
        .anyMatch(error::startsWith)) {
      throw new RedisUnavailable("Redis at " + redis.node() + " cannot be used now: " + error);
    }
    throw new RedisRefused("Redis at %s refuses %s: %s".formatted(redis.node(), command, error));
  }

  private String user() {
    return settings.user().map(name -> "user " + name).orElse("the default user");
  }
}
