package dev.stayflow.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.wechat.pay.java.core.exception.DecryptionException;
import com.wechat.pay.java.core.util.PemUtil;
import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.TestClient;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What others signed and encrypted: the test data that WeChat Pay publishes with its SDK
 * (wechatpay-java 0.2.17, core/src/test, Apache License 2.0).
 */
class WechatVectorsTest {
  private static final String SECRET = "a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb";
  private static final String PLATFORM_KEY_ID = "440024045C4A427599D09BB4E3DE0279F2E813FD";

  /** By the merchant's key over {@code message}. */
  private static final String SIGNATURE =
      "Rq+5ZpWV6IHTWE1+9gCrYJKguNgbItpMdlIA+PVCPCdUAKNlohZz7CL7Y8xWDIFJjdGnErMj6Z+Q/h9C"
          + "F5MV+nAVkqDmBR0uP5ppsUEzco4ijvKHsvI2ro4boSW6vSfQs3W8I4QSI9a0/NFIgvj83Fv27LIYZf7d"
          + "eaFWmEwd1fpAeJRCyoKyBeJPdsjVx0//Lqe6Wze2zVdliLcBvaHCfpd8+rAVGS+FQDeWgHqJ7n/Zy09L"
          + "mV1/ghs7pO1mdjdD16SHKlysAD3K5hNGUJX/SHrEXEcu1yO1AOb/YvOVkjNh8243rcfXNE5L4ph2XS11"
          + "vS+2aToKYSOcKUagf0LLaw==";

  /**
   * By the platform's key over the sample notification with the timestamp and the nonce of the
   * SDK's sample request.
   */
  private static final String NOTIFICATION_SIGNATURE =
      "btsQKEtBrtwj5ByLytoPUac+bcq0ejCpZOx+4G5vOV4wkvOwMepi6aC9Pp56bwxMJBC8YeUcDs5cQ3pS"
          + "Bllo3iHu/otDRbkqz1OAaTnxjSIBmi+Qqe85/V6TS8qw6wJM9ZXJeuyhyfHjmQyYokYP7jc9xwZvYYXr"
          + "WXKtHRiv4s/pIx8UyfL3KpJaJ7uSxUuKaZsOnFqtflo3HSGOZJ4/cmDIVPd1syuMK18xriDKB5B49SMV"
          + "KaBQ1JvvWFft8OFXVauyh8blrJnKAUmSty8MojGg5329ooDDEG0fRMEVOqoWRuhjwSu9xIaqr5eY7amh"
          + "puGUoPjvti6c+5OhalvgVQ==";

  private static final Instant NOTIFIED = Instant.ofEpochSecond(1652750623);
  private static final String NONCE = "eBYqCOxa0QudMnPvVilkTzOg3gHh5Z3u";

  @TempDir private Path folder;

  @Test
  void a_published_signature_holds_over_its_message_only() throws Exception {
    PublicKey merchants =
        PemUtil.loadX509FromString(read("merchant_certificate.pem")).getPublicKey();
    WechatSeal seal = seal(merchants);

    assertThat(seal.isSigned("message", SIGNATURE)).isTrue();
    assertThat(seal.isSigned("Message", SIGNATURE)).isFalse();
    assertThat(seal(platforms()).isSigned("message", SIGNATURE)).isFalse();
  }

  @Test
  void a_published_ciphertext_opens_with_its_nonce_and_data_only() throws Exception {
    WechatSeal seal = seal(platforms());
    String ciphertext = "ulwSiIajGClcvcOYvOQ7+l+0PAbzzwI=";

    assertThat(seal.open("associatedData", "uluk4a9R25RW", ciphertext)).isEqualTo("message");
    assertThatThrownBy(() -> seal.open("bad-associatedData", "uluk4a9R25RW", ciphertext))
        .isInstanceOf(DecryptionException.class);
    assertThatThrownBy(() -> seal.open(null, "uluk4a9R25RW", ciphertext))
        .isInstanceOf(DecryptionException.class);
    assertThatThrownBy(() -> seal.open("associatedData", "bad-4a9R25RW", ciphertext))
        .isInstanceOf(DecryptionException.class);
    assertThatThrownBy(() -> seal.open("associatedData", "uluk4a9R25RW", "A".repeat(172)))
        .isInstanceOf(DecryptionException.class);
  }

  @Test
  void a_published_certificate_opens() throws Exception {
    String pem =
        seal(platforms()).open("certificate", "14b16c03dc1b", read("certificate_ciphertext.txt"));

    assertThat(PemUtil.getSerialNumber(PemUtil.loadX509FromString(pem)))
        .isEqualTo("5DEA10EF55877E3CF6C33255C2E7DEFFF7E427EC");
  }

  @Test
  void the_published_notification_is_the_platforms_byte_for_byte() throws Exception {
    String notification = read("wechat_pay_notification.json");
    try (FunctionProcess function = callbacks()) {
      // It is only the encrypted part: signed, but nothing to be read.
      status(function, notification, 400);
      status(function, notification + " ", 401);
      status(function, notification.replace("payscore", "payScore"), 401);
    }
  }

  private FunctionProcess callbacks() throws IOException, URISyntaxException {
    Path key = Files.writeString(folder.resolve("key.pem"), read("wechat_pay_public_key.pem"));
    var environment = new HashMap<>(WechatKeys.in(folder).callbackSettings());
    environment.putAll(
        Map.of(
            "PORT",
            "0",
            "WECHAT_PAY_PUBLIC_KEY_FILE",
            key.toString(),
            "WECHAT_PAY_PUBLIC_KEY_ID",
            PLATFORM_KEY_ID,
            "WECHAT_PAY_API_V3_SECRET",
            SECRET));
    return FunctionProcess.start(
        "callback-teller", CallbackTeller.at(InstantSource.fixed(NOTIFIED)), environment);
  }

  private static void status(FunctionProcess function, String notification, int expected) {
    var post =
        new WechatPost(
            Map.of(
                "content-type", "application/json",
                "wechatpay-timestamp", Long.toString(NOTIFIED.getEpochSecond()),
                "wechatpay-nonce", NONCE,
                "wechatpay-serial", PLATFORM_KEY_ID,
                "wechatpay-signature", NOTIFICATION_SIGNATURE),
            notification);
    var answer = new TestClient(function.uri()).send(post.to(function.uri().resolve("/wechat")));
    assertThat(answer.status()).as(answer.body()).isEqualTo(expected);
  }

  private static WechatSeal seal(PublicKey key) {
    return new WechatSeal(
        key,
        PLATFORM_KEY_ID,
        SECRET.getBytes(StandardCharsets.UTF_8),
        InstantSource.fixed(NOTIFIED));
  }

  private static PublicKey platforms() throws IOException, URISyntaxException {
    return PemUtil.loadPublicKeyFromString(read("wechat_pay_public_key.pem"));
  }

  private static String read(String name) throws IOException, URISyntaxException {
    var resource = WechatVectorsTest.class.getResource("/wechatpay-java/" + name);
    return Files.readString(Path.of(Objects.requireNonNull(resource).toURI()));
  }
}
