package dev.stayflow.dispatcher;

/**
 * Who sends a request. Their name is part of the ids of the tasks that they ask for, so nobody
 * else's request can meet them, in whatever order requests come.
 *
 * @param name empty when the ingress demands none; without {@value #SEPARATOR}
 */
public record Caller(String name) {
  /** Whoever can reach the ingress. */
  public static final Caller ANYONE = new Caller("");

  static final int LONGEST_NAME = 255;
  private static final String SEPARATOR = "!";

  /** Whether a name can be one: printable ASCII without the separator. */
  static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_NAME
        && text.chars().allMatch(c -> c > ' ' && c <= '~' && c != SEPARATOR.charAt(0));
  }

  /** The id under which their task lies in Redis. */
  String stored(String task) {
    return name.isEmpty() ? task : name + SEPARATOR + task;
  }
}
