package dev.stayflow.delayedtasks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The Lua scripts, each a resource beside this class. The header line {@code -- KEYS: a, b} names
 * the parts that a script touches; these and no others are passed to it as KEYS, and it finds them
 * as {@code KEY.a} and {@code KEY.b}. A line {@code -- @include name} stands for the functions in
 * {@code include/name.lua} (the habit is BullMQ's).
 */
final class Script {
  private static final Pattern KEYS = Pattern.compile("(?m)^-- KEYS: (.+)$");
  private static final Pattern INCLUDE = Pattern.compile("(?m)^-- @include ([a-z-]+)$");

  static final Script ENQUEUE = new Script("enqueue");
  static final Script EXCHANGE = new Script("exchange");
  static final Script FINISH = new Script("finish");
  static final Script RENEW = new Script("renew");
  static final Script CANCEL = new Script("cancel");
  static final Script SCHEDULE = new Script("schedule");
  static final Script UPDATE = new Script("update");
  static final Script REMOVE = new Script("remove");
  static final Script SHELVE = new Script("shelve");
  static final Script PUT_ARCHIVED = new Script("put-archived");
  static final Script PROGRESS = new Script("progress");
  static final Script COLLECT = new Script("collect");
  static final Script COMBINE = new Script("combine");
  static final Script GET = new Script("get");
  static final Script COUNT = new Script("count");
  static final Script CONFIGURE = new Script("configure");
  static final Script TIDY = new Script("tidy");
  static final Script PERMISSIONS = new Script("permissions");

  private final List<String> parts;
  private final String text;

  Script(String name) {
    var source = read(name + ".lua");
    this.parts = parts(name, source);
    var withIncludes =
        INCLUDE
            .matcher(source)
            .replaceAll(include -> literal(read("include/" + include.group(1) + ".lua")));
    this.text = keyTable() + withIncludes;
  }

  /** The parts whose keys it declares, in order. */
  List<String> parts() {
    return parts;
  }

  String text() {
    return text;
  }

  private String keyTable() {
    return IntStream.range(0, parts.size())
        .mapToObj(i -> "%s = KEYS[%d]".formatted(parts.get(i), i + 1))
        .collect(Collectors.joining(", ", "local KEY = {", "}\n"));
  }

  private static List<String> parts(String name, String source) {
    var header = KEYS.matcher(source);
    if (!header.find()) {
      throw new IllegalStateException("the script " + name + " does not name its KEYS");
    }
    return List.of(header.group(1).split(", "));
  }

  private static String literal(String replacement) {
    return Matcher.quoteReplacement(replacement);
  }

  private static String read(String resource) {
    try (var in = Script.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the script " + resource + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
