package dev.stayflow.delayedtasks;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.redisson.api.RFuture;
import org.redisson.api.RScript;
import org.redisson.api.RScriptAsync;
import org.redisson.client.RedisNoScriptException;

/**
 * A script with all that it needs. It is called by its digest; its text goes only to a Redis that
 * does not know it, or no longer, as after a failover. Redisson's own script cache would do the
 * same, but needs the right to SCRIPT LOAD and one more round trip, and copies all arguments.
 */
final class ScriptCall<R> {
  private static final Map<Script, String> DIGESTS = new ConcurrentHashMap<>();

  private final Script script;
  private final RedisKeys keys;
  private final RScript.ReturnType type;
  private final Object[] arguments;

  /**
   * @param arguments byte arrays go as they are, all else as UTF-8 text
   */
  ScriptCall(Script script, RedisKeys keys, RScript.ReturnType type, List<?> arguments) {
    this.script = script;
    this.keys = keys;
    this.type = type;
    this.arguments = bytes(arguments);
  }

  /**
   * Makes the call.
   *
   * @param sender sends what it is given, on scripts of its choice
   */
  CompletableFuture<R> made(
      Function<Function<RScriptAsync, RFuture<R>>, CompletableFuture<R>> sender) {
    return sender
        .apply(this::byDigest)
        .exceptionallyCompose(
            e ->
                isUnknownScript(e)
                    ? sender.apply(this::byText)
                    : CompletableFuture.failedFuture(e));
  }

  private RFuture<R> byDigest(RScriptAsync scripts) {
    var digest = DIGESTS.computeIfAbsent(script, ScriptCall::sha1);
    return scripts.evalShaAsync(
        routed(), RScript.Mode.READ_WRITE, digest, type, keys.of(script), arguments);
  }

  private RFuture<R> byText(RScriptAsync scripts) {
    return scripts.evalAsync(
        routed(), RScript.Mode.READ_WRITE, script.text(), type, keys.of(script), arguments);
  }

  /** Any of its keys: all are in one slot. */
  private String routed() {
    return keys.key(script.parts().getFirst());
  }

  private static boolean isUnknownScript(Throwable e) {
    return e instanceof RedisNoScriptException
        || (e instanceof CompletionException && e.getCause() instanceof RedisNoScriptException);
  }

  private static Object[] bytes(List<?> arguments) {
    var bytes = new Object[arguments.size()];
    for (var i = 0; i < bytes.length; i++) {
      var argument = arguments.get(i);
      bytes[i] =
          argument instanceof byte[]
              ? argument
              : argument.toString().getBytes(StandardCharsets.UTF_8);
    }
    return bytes;
  }

  private static String sha1(Script script) {
    try {
      var text = script.text().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-1", e);
    }
  }
}
