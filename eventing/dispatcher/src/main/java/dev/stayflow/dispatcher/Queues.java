package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.QueueLimits;
import dev.stayflow.dispatcher.settings.EnvironmentReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The queues that events wait in.
 *
 * @param weights by queue that an event may name: its share of the slots when all are busy
 * @param limits for queues that have none yet
 */
record Queues(Map<String, Integer> weights, Map<String, QueueLimits> limits) {
  /** The archive of what could not be delivered elsewhere; no event can ask for this queue. */
  static final String DEAD_LETTERS = "dead-letters";

  static final String DEFAULT = "default";

  private static final Pattern QUEUE = Pattern.compile("([a-z0-9._-]{1,64})(?:=([1-9]\\d{0,3}))?");
  private static final Pattern RATE = Pattern.compile("(\\d{1,8}(?:\\.\\d{1,6})?)/([smh])");

  static Queues read(EnvironmentReader in) {
    var weights = new LinkedHashMap<String, Integer>();
    for (var entry : in.list("QUEUES", "critical=6,default=3,low=1")) {
      var parts = QUEUE.matcher(entry);
      if (parts.matches() && !parts.group(1).equals(DEAD_LETTERS)) {
        weights.put(parts.group(1), parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2)));
      } else {
        in.reject(
            "QUEUES",
            "names of 1 to 64 a-z 0-9 . _ -, each with =weight or not, not \"" + entry + "\"");
      }
    }
    if (!weights.containsKey(DEFAULT)) {
      in.reject("QUEUES", "a list that contains \"" + DEFAULT + "\"");
    }
    var limits = limits(in);
    for (var queue : limits.keySet()) {
      if (!weights.containsKey(queue) && !queue.equals(DEAD_LETTERS)) {
        in.reject("QUEUE_LIMITS", "about queues of QUEUES, not \"" + queue + "\"");
      }
    }
    return new Queues(Collections.unmodifiableMap(weights), limits);
  }

  /** Those that an event may name. */
  List<String> named() {
    return List.copyOf(weights.keySet());
  }

  /** With the one for dead letters. */
  List<String> all() {
    return Stream.concat(weights.keySet().stream(), Stream.of(DEAD_LETTERS)).toList();
  }

  /** What a server is told: dead letters are replayed by hand, and seldom. */
  Map<String, Integer> served() {
    var all = new LinkedHashMap<>(weights);
    all.put(DEAD_LETTERS, 1);
    return all;
  }

  private static Map<String, QueueLimits> limits(EnvironmentReader in) {
    var limits = new LinkedHashMap<String, QueueLimits>();
    for (var entry : in.list("QUEUE_LIMITS", "")) {
      try {
        var colon = entry.indexOf(':');
        limits.put(entry.substring(0, colon).strip(), limits(entry.substring(colon + 1)));
      } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
        in.reject(
            "QUEUE_LIMITS",
            "such as low:inFlight=5;rate=10/s;burst=20,default:inFlight=50, not \"" + entry + "\"");
      }
    }
    return limits;
  }

  private static QueueLimits limits(String text) {
    var limits = QueueLimits.NONE;
    var perSecond = 0.0;
    var burst = 0;
    for (var setting : text.split(";", -1)) {
      var equals = setting.indexOf('=');
      var value = setting.substring(equals + 1).strip();
      switch (setting.substring(0, Math.max(0, equals)).strip()) {
        case "inFlight" -> limits = limits.inFlight(Integer.parseInt(value));
        case "rate" -> perSecond = perSecond(value);
        case "burst" -> burst = Integer.parseInt(value);
        default -> throw new IllegalArgumentException(setting);
      }
    }
    if (burst != 0 && perSecond == 0) {
      throw new IllegalArgumentException("a burst is one of a rate");
    }
    return perSecond == 0
        ? limits
        : limits.rate(perSecond, burst == 0 ? (int) Math.ceil(perSecond) : burst);
  }

  private static double perSecond(String rate) {
    var parts = RATE.matcher(rate);
    if (!parts.matches()) {
      throw new IllegalArgumentException(rate);
    }
    var count = Double.parseDouble(parts.group(1));
    return switch (parts.group(2)) {
      case "s" -> count;
      case "m" -> count / 60;
      default -> count / 3600;
    };
  }
}
