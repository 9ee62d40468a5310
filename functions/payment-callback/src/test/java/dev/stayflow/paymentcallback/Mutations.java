package dev.stayflow.paymentcallback;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** Ways in which a callback may come other than it was sent. */
final class Mutations {
  private static final int MOST_AT_ONCE = 3;

  private final RandomGenerator random;
  private final List<Mutant> originals;
  private final List<Function<Mutant, Mutant>> ways =
      List.of(
          this::bitFlipped,
          this::bytesInserted,
          this::bytesLost,
          this::cutOff,
          this::digitChanged,
          this::anothersBody,
          this::headerLost,
          this::characterChanged,
          this::charactersInserted,
          this::anothersHeader,
          this::headerTwice,
          this::oddValue,
          this::timeMoved,
          this::timeWrittenOtherwise,
          this::signatureWrittenOtherwise,
          this::headerAdded,
          this::anotherPath);

  Mutations(RandomGenerator random, List<Mutant> originals) {
    this.random = random;
    this.originals = originals;
  }

  /** One to three changes. */
  Mutant mutate(Mutant original) {
    int count = random.nextInt(1, MOST_AT_ONCE + 1);
    return Stream.generate(() -> one(ways))
        .limit(count)
        .reduce(original, (mutant, way) -> way.apply(mutant), (_, last) -> last);
  }

  private Mutant bitFlipped(Mutant mutant) {
    if (mutant.body().length == 0) {
      return mutant;
    }
    byte[] body = mutant.body().clone();
    int at = random.nextInt(body.length);
    body[at] = (byte) (body[at] ^ (1 << random.nextInt(8)));
    return mutant.with(body);
  }

  private Mutant bytesInserted(Mutant mutant) {
    byte[] more = new byte[random.nextInt(10) == 0 ? 70_000 : random.nextInt(1, 20)];
    random.nextBytes(more);
    int at = random.nextInt(mutant.body().length + 1);
    return mutant.with(spliced(mutant.body(), at, at, more));
  }

  private Mutant bytesLost(Mutant mutant) {
    int from = random.nextInt(mutant.body().length + 1);
    int to = Math.min(mutant.body().length, from + random.nextInt(1, 20));
    return mutant.with(spliced(mutant.body(), from, to, new byte[0]));
  }

  private Mutant cutOff(Mutant mutant) {
    return mutant.with(Arrays.copyOf(mutant.body(), random.nextInt(mutant.body().length + 1)));
  }

  private Mutant digitChanged(Mutant mutant) {
    byte[] body = mutant.body().clone();
    for (int tries = 0; tries < 50 && body.length > 0; tries++) {
      int at = random.nextInt(body.length);
      if (body[at] >= '0' && body[at] <= '9') {
        body[at] = (byte) ('0' + random.nextInt(10));
        break;
      }
    }
    return mutant.with(body);
  }

  private Mutant anothersBody(Mutant mutant) {
    return mutant.with(one(originals).body());
  }

  private Mutant headerLost(Mutant mutant) {
    return mutant.headers().isEmpty() ? mutant : mutant.without(one(mutant.names()));
  }

  private Mutant characterChanged(Mutant mutant) {
    return changed(
        mutant,
        value -> {
          if (value.isEmpty()) {
            return value;
          }
          int at = random.nextInt(value.length());
          return value.substring(0, at) + character() + value.substring(at + 1);
        });
  }

  private Mutant charactersInserted(Mutant mutant) {
    int count = random.nextInt(20) == 0 ? 5_000 : random.nextInt(1, 4);
    return changed(
        mutant,
        value -> {
          int at = random.nextInt(value.length() + 1);
          var more = new StringBuilder();
          for (int i = 0; i < count; i++) {
            more.append(character());
          }
          return value.substring(0, at) + more + value.substring(at);
        });
  }

  private Mutant anothersHeader(Mutant mutant) {
    Mutant other = one(originals);
    String name = one(other.names());
    return mutant.with(name, other.headers().getOrDefault(name, List.of()));
  }

  private Mutant headerTwice(Mutant mutant) {
    if (mutant.headers().isEmpty()) {
      return mutant;
    }
    String name = one(mutant.names());
    List<String> values = mutant.headers().getOrDefault(name, List.of());
    return mutant.with(name, Stream.concat(values.stream(), values.stream()).limit(4).toList());
  }

  private Mutant oddValue(Mutant mutant) {
    return changed(
        mutant,
        _ ->
            one(
                List.of(
                    "",
                    " ",
                    "null",
                    "0",
                    "-1",
                    "v1,",
                    "v1,,",
                    ",",
                    "=",
                    "====",
                    "%00",
                    "{}",
                    "'",
                    "WECHATPAY/SIGNTEST/AAAA",
                    "v1, v1, v1,",
                    "application/xml",
                    "é")));
  }

  private Mutant timeMoved(Mutant mutant) {
    long seconds =
        one(List.of(1L, -1L, 299L, -299L, 301L, -301L, 86_400L, Long.MAX_VALUE, -5_000_000_000L));
    return changedTime(mutant, time -> Long.toString(time + seconds));
  }

  private Mutant timeWrittenOtherwise(Mutant mutant) {
    return changedTime(
        mutant,
        time ->
            one(List.of("+%d", "0%d", "%d.0", "%de0", " %d ", "%d000", "-%d", "0x%x", "%dL"))
                .formatted(time));
  }

  private static Mutant changedTime(Mutant mutant, Function<Long, String> change) {
    Mutant changed = mutant;
    for (String name : List.of("webhook-timestamp", "wechatpay-timestamp")) {
      String value = String.join("", mutant.headers().getOrDefault(name, List.of()));
      if (value.matches("\\d{1,12}")) {
        changed = changed.with(name, List.of(change.apply(Long.parseLong(value))));
      }
    }
    return changed;
  }

  private Mutant signatureWrittenOtherwise(Mutant mutant) {
    String name =
        mutant.headers().containsKey("webhook-id") ? "webhook-signature" : "wechatpay-signature";
    String value = String.join("", mutant.headers().getOrDefault(name, List.of("")));
    String other =
        one(
            List.of(
                value.replace("=", ""),
                value.replaceFirst(".==$", Matcher.quoteReplacement(character() + "==")),
                value + "=",
                value + " v1,AAAA",
                "v1,AAAA " + value,
                value + ",v1",
                value.replace("v1,", "v2,"),
                value.replace('+', '-').replace('/', '_')));
    return mutant.with(name, List.of(other));
  }

  private Mutant headerAdded(Mutant mutant) {
    return mutant.with("x-forwarded-for", List.of("" + character()));
  }

  private Mutant anotherPath(Mutant mutant) {
    String path = one(List.of("/", "/sandbox", "/wechat", "/wechat/", "/WeChat", "/none"));
    return new Mutant(path, mutant.headers(), mutant.body());
  }

  private Mutant changed(Mutant mutant, Function<String, String> change) {
    if (mutant.headers().isEmpty()) {
      return mutant;
    }
    String name = one(mutant.names());
    String value = String.join("", mutant.headers().getOrDefault(name, List.of()));
    return mutant.with(name, List.of(change.apply(value)));
  }

  /** One that a header may hold: nothing that controls, nothing beyond Latin 1. */
  private char character() {
    char some = (char) random.nextInt(' ', 256);
    return some == 127 ? '~' : some;
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
    var out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(between);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }
}
