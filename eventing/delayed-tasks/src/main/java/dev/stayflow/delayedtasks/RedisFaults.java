package dev.stayflow.delayedtasks;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.redisson.client.RedisAuthRequiredException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisOutOfMemoryException;
import org.redisson.client.RedisWrongPasswordException;

/** What Redisson throws, as users of this library get to know it. */
final class RedisFaults {
  private final RedisSettings settings;

  RedisFaults(RedisSettings settings) {
    this.settings = settings;
  }

  /** Anything that is no fault of Redis comes back as it is. */
  Throwable translated(Throwable e) {
    return switch (e) {
      case CompletionException wrapped when wrapped.getCause() != null ->
          translated(wrapped.getCause());
      case RedisOutOfMemoryException full -> new RedisFull(settings.toString(), full);
      case RedisAuthRequiredException _, RedisWrongPasswordException _ -> refused(e);
      case RedisException fault when said(fault).startsWith("NOPERM") -> refused(fault);
      // the permissions of a command that a script calls; 6.2 and 7 word it in different ways
      case RedisException fault when said(fault).contains("executing the script") -> refused(fault);
      // an error that Lua found, or a command about its arguments: not for a repeat to mend
      case RedisException fault when said(fault).contains("user_script") && !isAway(fault) ->
          new IllegalStateException("A script failed in Redis: " + said(fault), fault);
      case RedisException fault -> away(fault);
      case TimeoutException late -> away(late);
      default -> e;
    };
  }

  RedisUnavailable away(Throwable e) {
    return new RedisUnavailable("Redis at " + settings + " does not answer: " + said(rootOf(e)), e);
  }

  private RedisRefused refused(Throwable e) {
    return new RedisRefused("Redis at " + settings + " refuses: " + said(e));
  }

  /** Redis is there but is, for now, not one that can be written. */
  private static boolean isAway(Throwable e) {
    var said = said(e);
    return said.contains("-READONLY") || said.contains("-MISCONF") || said.contains("-NOREPLICAS");
  }

  /** Redis's own words: Redisson adds the command with its arguments, which are not for logs. */
  private static String said(Throwable e) {
    var message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    var end = message.indexOf(". channel: ");
    return end < 0 ? message : message.substring(0, end);
  }

  /** What Redisson wraps tells more than its own message does. */
  private static Throwable rootOf(Throwable e) {
    var cause = e.getCause();
    return cause == null ? e : rootOf(cause);
  }
}
