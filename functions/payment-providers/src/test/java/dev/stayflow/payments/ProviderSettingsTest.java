package dev.stayflow.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.InvalidSettings;
import dev.stayflow.runtime.TestClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderSettingsTest {
  private static final URI ADDRESS = URI.create("https://api.example");
  private static final Map<String, String> SANDBOX =
      Map.of(
          "SANDBOX_URL",
          "http://localhost:8090",
          "SANDBOX_WEBHOOK_SECRET",
          "whsec_" + Base64.getEncoder().encodeToString(new byte[32]));

  @TempDir private Path folder;

  @Test
  void the_first_named_takes_new_payments() {
    assertThat(newPaymentsGoTo("sandbox,wechat")).isEqualTo("sandbox");
    assertThat(newPaymentsGoTo("WeChat, sandbox")).isEqualTo("wechat");
  }

  @Test
  void without_a_choice_it_is_the_sandbox_and_nothing_of_wechat_pay_is_asked_for() {
    try (var process = start(SANDBOX)) {
      assertThat(new TestClient(process.uri()).post("{}").body()).contains("sandbox");
    }
  }

  @Test
  void all_that_is_missing_is_told_at_once() {
    assertThat(problems(Map.of("PAYMENT_PROVIDERS", "wechat")))
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactlyInAnyOrder(
            "WECHAT_PAY_APP_ID",
            "WECHAT_PAY_MERCHANT_ID",
            "WECHAT_PAY_MERCHANT_SERIAL",
            "WECHAT_PAY_PRIVATE_KEY_FILE",
            "WECHAT_PAY_PUBLIC_KEY_FILE",
            "WECHAT_PAY_PUBLIC_KEY_ID",
            "WECHAT_PAY_API_V3_SECRET",
            "WECHAT_PAY_NOTIFY_URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"WECHAT_PAY_PRIVATE_KEY_FILE", "WECHAT_PAY_PUBLIC_KEY_FILE"})
  void a_key_that_cannot_be_used_is_one_clear_line(String setting) throws Exception {
    Map<String, String> right = both();
    String otherKind =
        right.get(
            setting.contains("PUBLIC")
                ? "WECHAT_PAY_PRIVATE_KEY_FILE"
                : "WECHAT_PAY_PUBLIC_KEY_FILE");
    for (String file :
        List.of(
            folder.resolve("missing.pem").toString(),
            folder.toString(),
            write("no.pem", "no key"),
            write("binary.pem", "\u0000\u00ff"),
            shortKey(setting.contains("PUBLIC")),
            Objects.requireNonNull(otherKind),
            "\u0000")) {
      assertThat(problems(with(right, setting, file)))
          .singleElement()
          .asString()
          .startsWith(setting + ": '")
          .contains("RSA", "2048 bits", "PEM");
    }
  }

  @ParameterizedTest
  @CsvSource({"31", "33"})
  void a_secret_of_another_length_is_one_line_that_does_not_show_it(int length) {
    String secret = "s".repeat(length);

    assertThat(problems(with(both(), "WECHAT_PAY_API_V3_SECRET", secret)))
        .singleElement()
        .asString()
        .startsWith("WECHAT_PAY_API_V3_SECRET: ")
        .contains("32 bytes")
        .doesNotContain(secret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"paypal", "sandbox,sandbox", "sandbox,"})
  void a_choice_that_is_none_says_what_there_is(String choice) {
    assertThat(problems(with(SANDBOX, "PAYMENT_PROVIDERS", choice)))
        .singleElement()
        .asString()
        .contains("PAYMENT_PROVIDERS", "[sandbox, wechat]");
  }

  /** Loading it would cost each cold start. */
  @ParameterizedTest
  @CsvSource({"sandbox, false", "wechat, true"})
  void the_sdk_is_loaded_only_where_it_is_chosen(String choice, boolean loaded) throws Exception {
    Path log = folder.resolve("classes.log");
    Path output = folder.resolve("out.log");
    var builder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                PaymentOpener.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(with(both(), "PAYMENT_PROVIDERS", choice));
    builder.environment().put("PORT", "0");
    Process process = builder.start();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    assertThat(Files.readString(log)).contains("dev.stayflow.payments.PaymentProviders ");
    assertThat(Files.readString(log).contains("com.wechat.pay")).isEqualTo(loaded);
  }

  private String newPaymentsGoTo(String choice) {
    try (var process = start(with(both(), "PAYMENT_PROVIDERS", choice))) {
      return new TestClient(process.uri()).post("{}").json().path("name").asString();
    }
  }

  private static List<String> problems(Map<String, String> environment) {
    InvalidSettings wrong =
        catchThrowableOfType(InvalidSettings.class, () -> start(environment).close());
    return Objects.requireNonNull(wrong, "it starts").problems();
  }

  private static FunctionProcess start(Map<String, String> environment) {
    return FunctionProcess.start(
        "payment-opener", PaymentOpener.wiring(), with(environment, "PORT", "0"));
  }

  private Map<String, String> both() {
    WechatKeys keys = WechatKeys.in(folder);
    var both = new HashMap<>(SANDBOX);
    both.putAll(keys.settings(ADDRESS));
    both.putAll(keys.callbackSettings());
    return both;
  }

  private static Map<String, String> with(Map<String, String> some, String name, String value) {
    var more = new HashMap<>(some);
    more.put(name, value);
    return more;
  }

  private String write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String shortKey(boolean isPublic) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    var pair = generator.generateKeyPair();
    byte[] key = isPublic ? pair.getPublic().getEncoded() : pair.getPrivate().getEncoded();
    String kind = isPublic ? "PUBLIC" : "PRIVATE";
    return write(
        "short.pem",
        "-----BEGIN %s KEY-----%n%s%n-----END %s KEY-----%n"
            .formatted(kind, Base64.getEncoder().encodeToString(key), kind));
  }
}
