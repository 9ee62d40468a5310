package dev.stayflow.paymentcallback;

import static dev.stayflow.paymentcallback.RunningCallback.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.payments.WechatKeys;
import dev.stayflow.payments.WechatPost;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Callbacks that come other than they were sent: never a fault, and nothing gets into Kafka but
 * what the provider really said. {@code -Dseed=} repeats a run.
 */
class CallbackFuzzTest {
  private static final int AT_ONCE = 8;
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  /**
   * What was sent and what it was answered.
   *
   * @param original the callback that it really is, or else the one that it was made of: changes
   *     may turn one into another
   */
  private record Outcome(int original, Mutant mutant, int status) {
    boolean accepted() {
      return status / 100 == 2;
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void of_a_thousand_mutants_nothing_is_accepted_that_the_provider_did_not_say(@TempDir Path folder)
      throws Exception {
    fuzz(folder, 1_000);
  }

  @Test
  @Tag("long")
  void of_ten_thousand_mutants_nothing_is_accepted_that_the_provider_did_not_say(
      @TempDir Path folder) throws Exception {
    fuzz(folder, 10_000);
  }

  private void fuzz(Path folder, int rounds) throws Exception {
    System.out.println("callback fuzzing: repeat with -Dseed=" + SEED);
    WechatKeys keys = WechatKeys.in(folder);
    var settings = new HashMap<>(keys.callbackSettings());
    settings.put("PAYMENT_PROVIDERS", "sandbox,wechat");
    settings.put("SANDBOX_WEBHOOK_SECRET", SandboxPost.SECRET);
    try (var callback = RunningCallback.start(folder.resolve("kafka"), settings)) {
      List<Mutant> originals = originals(keys);
      for (Mutant original : originals) {
        assertThat(send(callback, original)).isEqualTo(204);
      }
      List<String> told = callback.records(0).stream().map(CallbackFuzzTest::told).toList();
      assertThat(told).hasSameSizeAs(originals).doesNotHaveDuplicates();

      List<Outcome> outcomes = outcomes(callback, originals, rounds);

      outcomes.forEach(outcome -> check(outcome, originals.get(outcome.original())));
      assertThat(counted(callback.records(told.size()).stream().map(CallbackFuzzTest::told)))
          .as("seed %d: what Kafka holds is what the provider said", SEED)
          .isEqualTo(
              counted(
                  outcomes.stream()
                      .filter(Outcome::accepted)
                      .map(outcome -> told.get(outcome.original()))));
      say(outcomes);
    }
  }

  private static List<Mutant> originals(WechatKeys keys) {
    Instant now = Instant.now();
    String pmt = "PMT2026112112000012345678";
    String hso = "HSO2026112112000087654321";
    SandboxPost paid = SandboxPost.signed("wh_paid", SandboxPost.PAID);
    SandboxPost refunded = SandboxPost.signed("wh_refunded", SandboxPost.REFUNDED);
    WechatPost wechatPaid = WechatPost.paid(keys, now, "EV-paid", pmt, hso, 50_000);
    WechatPost wechatRefunded = WechatPost.refunded(keys, now, "EV-refunded", pmt, hso, 25_000);
    return List.of(
        Mutant.of("/sandbox", paid.headers(), bytes(paid.body())),
        Mutant.of("/sandbox", refunded.headers(), bytes(refunded.body())),
        Mutant.of("/wechat", wechatPaid.headers(), bytes(wechatPaid.body())),
        Mutant.of("/wechat", wechatRefunded.headers(), bytes(wechatRefunded.body())));
  }

  private List<Outcome> outcomes(RunningCallback callback, List<Mutant> originals, int rounds)
      throws InterruptedException, ExecutionException {
    var mutations = new Mutations(new Random(SEED), originals);
    var outcomes = new ArrayList<Outcome>();
    try (var senders = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Outcome>> sent =
          IntStream.range(0, rounds)
              .mapToObj(
                  round -> {
                    int source = round % originals.size();
                    Mutant mutant = mutations.mutate(originals.get(source));
                    int original = reallyIs(mutant, originals).orElse(source);
                    return senders.submit(
                        () -> new Outcome(original, mutant, send(callback, mutant)));
                  })
              .toList();
      for (Future<Outcome> outcome : sent) {
        outcomes.add(outcome.get());
      }
    }
    return outcomes;
  }

  private static OptionalInt reallyIs(Mutant mutant, List<Mutant> originals) {
    return IntStream.range(0, originals.size())
        .filter(each -> mutant.isReally(originals.get(each)))
        .findFirst();
  }

  private static void check(Outcome outcome, Mutant original) {
    String what = "seed %d: %s".formatted(SEED, outcome.mutant());
    if (outcome.accepted()) {
      assertThat(outcome.mutant().isReally(original)).as(what).isTrue();
    } else {
      assertThat(outcome.status()).as(what).isBetween(400, 499);
      assertThat(outcome.mutant().isReally(original) && outcome.mutant().sameContentType(original))
          .as("refused although it is the original: " + what)
          .isFalse();
    }
  }

  private int send(RunningCallback callback, Mutant mutant)
      throws IOException, InterruptedException {
    return client.send(mutant.to(callback.uri("/")), BodyHandlers.discarding()).statusCode();
  }

  /** All of an event but the trace, which is each request's own. */
  private static String told(ConsumerRecord<String, String> record) {
    return record.key() + " " + header(record, "ce_id") + " " + record.value();
  }

  private static Map<String, Long> counted(Stream<String> all) {
    var counts = new HashMap<String, Long>();
    all.forEach(one -> counts.merge(one, 1L, Long::sum));
    return counts;
  }

  private static void say(List<Outcome> outcomes) {
    var statuses = new TreeMap<Integer, Long>();
    outcomes.forEach(outcome -> statuses.merge(outcome.status(), 1L, Long::sum));
    System.out.println("callback fuzzing: answers by status " + statuses);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
