package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.RedisNodeInfo;
import dev.stayflow.dispatcher.console.NodeView.Fact;
import dev.stayflow.dispatcher.console.NodeView.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads what people want to know out of a Redis's INFO. What an old or a new one leaves out is not
 * shown.
 */
final class NodeInfo {
  private static final double NEARLY_FULL = 0.8;
  private static final Say SAY = Say.IT;

  private final RedisNodeInfo node;

  NodeInfo(RedisNodeInfo node) {
    this.node = node;
  }

  NodeView view() {
    var parts =
        List.of(server(), memory(), persistence(), replication(), clients(), traffic(), keyspace());
    return new NodeView(
        node.address(),
        product(),
        warnings(),
        parts.stream().filter(part -> !part.facts().isEmpty()).toList(),
        node.sections());
  }

  private String product() {
    var valkey = text("server", "valkey_version");
    return valkey.isEmpty() ? "Redis " + text("server", "redis_version") : "Valkey " + valkey;
  }

  private Part server() {
    var facts = new ArrayList<Fact>();
    add(facts, "Version", product());
    add(facts, "Mode", text("server", "redis_mode"));
    add(facts, "Up for", SAY.duration(Duration.ofSeconds(number("server", "uptime_in_seconds"))));
    add(facts, "System", text("server", "os"));
    return new Part("Server", facts);
  }

  private Part memory() {
    var facts = new ArrayList<Fact>();
    var most = number("memory", "maxmemory");
    add(facts, "Used", SAY.bytes(number("memory", "used_memory")));
    add(facts, "Peak", SAY.bytes(number("memory", "used_memory_peak")));
    add(facts, "Limit", most == 0 ? "none" : SAY.bytes(most));
    add(facts, "When full", text("memory", "maxmemory_policy"));
    add(facts, "Of the system", SAY.bytes(number("memory", "used_memory_rss")));
    add(facts, "Fragmentation", text("memory", "mem_fragmentation_ratio"));
    return new Part("Memory", facts);
  }

  private Part persistence() {
    var facts = new ArrayList<Fact>();
    add(facts, "Append-only file", isOn("persistence", "aof_enabled") ? "on" : "off");
    if (isOn("persistence", "aof_enabled")) {
      add(facts, "Last append", text("persistence", "aof_last_write_status"));
      add(facts, "File size", SAY.bytes(number("persistence", "aof_current_size")));
    }
    var saved = number("persistence", "rdb_last_save_time");
    if (saved > 0) {
      facts.add(Fact.at("Last snapshot", Instant.ofEpochSecond(saved)));
    }
    add(facts, "Its outcome", text("persistence", "rdb_last_bgsave_status"));
    add(facts, "Changes since", text("persistence", "rdb_changes_since_last_save"));
    return new Part("Persistence", facts);
  }

  private Part replication() {
    var facts = new ArrayList<Fact>();
    add(facts, "Role", text("replication", "role"));
    add(facts, "Replicas", text("replication", "connected_slaves"));
    add(facts, "Follows", text("replication", "master_host"));
    add(facts, "Its link", text("replication", "master_link_status"));
    add(facts, "Offset", text("replication", "master_repl_offset"));
    return new Part("Replication", facts);
  }

  private Part clients() {
    var facts = new ArrayList<Fact>();
    add(facts, "Connected", text("clients", "connected_clients"));
    add(facts, "Most allowed", text("clients", "maxclients"));
    add(facts, "Blocked", text("clients", "blocked_clients"));
    return new Part("Clients", facts);
  }

  private Part traffic() {
    var facts = new ArrayList<Fact>();
    add(facts, "Commands a second", text("stats", "instantaneous_ops_per_sec"));
    add(facts, "Commands in all", text("stats", "total_commands_processed"));
    add(facts, "Evicted keys", text("stats", "evicted_keys"));
    add(facts, "Refused connections", text("stats", "rejected_connections"));
    return new Part("Traffic", facts);
  }

  private Part keyspace() {
    var facts = new ArrayList<Fact>();
    node.sections()
        .getOrDefault("keyspace", Map.of())
        .forEach(
            (database, keys) -> add(facts, database, keys.replace(",", ", ").replace("=", " ")));
    return new Part("Keyspace", facts);
  }

  private List<String> warnings() {
    var warnings = new ArrayList<String>();
    var most = number("memory", "maxmemory");
    if (most > 0 && number("memory", "used_memory") > NEARLY_FULL * most) {
      warnings.add(
          "Memory is nearly full. When it is, no event is accepted any more: raise maxmemory.");
    }
    if (number("stats", "evicted_keys") > 0) {
      warnings.add("Keys were evicted, so events may be lost. Set maxmemory-policy to noeviction.");
    }
    if ("err".equals(text("persistence", "aof_last_write_status"))
        || "err".equals(text("persistence", "rdb_last_bgsave_status"))) {
      warnings.add(
          "The last write to disk failed. Look at Redis's log and at the space on its disk.");
    }
    if (!isOn("persistence", "aof_enabled") && "master".equals(text("replication", "role"))) {
      warnings.add(
          "The append-only file is off: a restart loses what came after the last snapshot. Set"
              + " appendonly to yes.");
    }
    if ("down".equals(text("replication", "master_link_status"))) {
      warnings.add("This replica has lost its master.");
    }
    return warnings;
  }

  private static void add(List<Fact> facts, String name, String value) {
    if (!value.isEmpty()) {
      facts.add(Fact.of(name, value));
    }
  }

  private boolean isOn(String section, String name) {
    return number(section, name) > 0;
  }

  private long number(String section, String name) {
    var value = text(section, name);
    return value.isEmpty() ? 0 : Long.parseLong(value);
  }

  private String text(String section, String name) {
    return node.sections().getOrDefault(section, Map.of()).getOrDefault(name, "");
  }
}
