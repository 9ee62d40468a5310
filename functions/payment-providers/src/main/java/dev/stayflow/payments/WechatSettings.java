package dev.stayflow.payments;

import com.wechat.pay.java.core.util.PemUtil;
import dev.stayflow.runtime.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.interfaces.RSAKey;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is set for WeChat Pay. Each side reads only what it needs; what it makes is asked for only
 * once all settings are right.
 */
final class WechatSettings {
  private static final String PUBLIC_KEY = "WECHAT_PAY_PUBLIC_KEY_FILE";
  private static final String PRIVATE_KEY = "WECHAT_PAY_PRIVATE_KEY_FILE";
  private static final String SECRET = "WECHAT_PAY_API_V3_SECRET";
  private static final URI ADDRESS = URI.create("https://api.mch.weixin.qq.com");

  /** What SHA256-RSA2048 asks for. */
  private static final int KEY_BITS = 2048;

  private static final int SECRET_BYTES = 32;

  private WechatSettings() {}

  static Supplier<PaymentProvider> provider(Settings settings) {
    String appId = settings.text("WECHAT_PAY_APP_ID");
    String id = settings.text("WECHAT_PAY_MERCHANT_ID");
    String serial = settings.text("WECHAT_PAY_MERCHANT_SERIAL");
    var key = key(settings, PRIVATE_KEY, PemUtil::loadPrivateKeyFromString);
    var platformKey = key(settings, PUBLIC_KEY, PemUtil::loadPublicKeyFromString);
    String platformKeyId = settings.text("WECHAT_PAY_PUBLIC_KEY_ID");
    URI callbacks = settings.uri("WECHAT_PAY_NOTIFY_URL");
    URI address = settings.uri("WECHAT_PAY_URL", ADDRESS);
    return () ->
        new WechatProvider(
            new WechatMerchant(
                appId, id, serial, key.orElseThrow(), platformKey.orElseThrow(), platformKeyId),
            address,
            callbacks);
  }

  static Function<InstantSource, CallbackReader> callbacks(Settings settings) {
    String appId = settings.text("WECHAT_PAY_APP_ID");
    String id = settings.text("WECHAT_PAY_MERCHANT_ID");
    var platformKey = key(settings, PUBLIC_KEY, PemUtil::loadPublicKeyFromString);
    String platformKeyId = settings.text("WECHAT_PAY_PUBLIC_KEY_ID");
    Optional<byte[]> secret = secret(settings);
    return clock ->
        new WechatCallbacks(
            new WechatSeal(platformKey.orElseThrow(), platformKeyId, secret.orElseThrow(), clock),
            appId,
            id);
  }

  private static <K extends Key> Optional<K> key(
      Settings settings, String name, Function<String, K> parse) {
    Optional<K> key = settings.optional(name).flatMap(path -> read(path, parse));
    if (key.isEmpty()) {
      settings.reject(
          name,
          "the path of a file that can be read and holds an RSA %s key of %d bits as PEM"
              .formatted(name.equals(PUBLIC_KEY) ? "public" : "private", KEY_BITS));
    }
    return key;
  }

  private static <K extends Key> Optional<K> read(String path, Function<String, K> parse) {
    try {
      return Optional.of(parse.apply(Files.readString(Path.of(path))))
          .filter(key -> key instanceof RSAKey rsa && rsa.getModulus().bitLength() == KEY_BITS);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> secret(Settings settings) {
    Optional<byte[]> secret =
        settings
            .optional(SECRET)
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .filter(bytes -> bytes.length == SECRET_BYTES);
    if (secret.isEmpty()) {
      settings.reject(SECRET, "the API v3 key, %d bytes".formatted(SECRET_BYTES));
    }
    return secret;
  }
}
