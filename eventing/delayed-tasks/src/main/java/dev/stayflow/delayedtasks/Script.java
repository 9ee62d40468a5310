package dev.stayflow.delayedtasks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** The Lua scripts, each a resource beside this class, with the keys that it touches, in order. */
final class Script {
  static final Script ENQUEUE =
      new Script(
          "enqueue.lua",
          k -> List.of(k.due(), k.lease(), k.archive(), k.finished(), k.payload(), k.wake()));
  static final Script CLAIM =
      new Script(
          "claim.lua",
          k ->
              List.of(
                  k.due(),
                  k.lease(),
                  k.payload(),
                  k.fence(),
                  k.attempts(),
                  k.retrying(),
                  k.finished()));
  static final Script DONE =
      new Script(
          "done.lua", k -> List.of(k.lease(), k.payload(), k.fence(), k.attempts(), k.finished()));
  static final Script RETRY =
      new Script(
          "retry.lua",
          k -> List.of(k.lease(), k.due(), k.fence(), k.attempts(), k.retrying(), k.wake()));
  static final Script ARCHIVE =
      new Script("archive.lua", k -> List.of(k.lease(), k.archive(), k.fence(), k.attempts()));
  static final Script PUT_ARCHIVED =
      new Script("put-archived.lua", k -> List.of(k.archive(), k.payload(), k.attempts()));
  static final Script RELEASE =
      new Script(
          "release.lua",
          k -> List.of(k.lease(), k.due(), k.fence(), k.attempts(), k.retrying(), k.wake()));
  static final Script RENEW = new Script("renew.lua", k -> List.of(k.lease(), k.fence()));
  static final Script CANCEL =
      new Script(
          "cancel.lua",
          k ->
              List.of(
                  k.due(),
                  k.lease(),
                  k.payload(),
                  k.fence(),
                  k.attempts(),
                  k.retrying(),
                  k.finished()));
  static final Script COUNT =
      new Script(
          "count.lua", k -> List.of(k.due(), k.lease(), k.retrying(), k.archive(), k.finished()));
  static final Script PAGE_OF_ARCHIVE =
      new Script("page.lua", k -> List.of(k.archive(), k.payload(), k.attempts()));
  static final Script GET =
      new Script(
          "get.lua",
          k -> List.of(k.due(), k.lease(), k.archive(), k.retrying(), k.payload(), k.attempts()));

  private final String text;
  private final Function<QueueKeys, List<Object>> keys;

  private Script(String resource, Function<QueueKeys, List<Object>> keys) {
    this.text = read(resource);
    this.keys = keys;
  }

  String text() {
    return text;
  }

  List<Object> keys(QueueKeys queue) {
    return keys.apply(queue);
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
