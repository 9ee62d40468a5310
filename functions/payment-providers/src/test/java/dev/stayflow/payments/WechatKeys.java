package dev.stayflow.payments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A merchant's and WeChat Pay's keys, made once for each run. What it does with them it does by the
 * JDK alone, so that the SDK is not tested by itself.
 */
public final class WechatKeys {
  public static final String APP_ID = "wxd678efh567hg6787";
  public static final String MERCHANT_ID = "1900000109";
  public static final String SERIAL = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
  public static final String KEY_ID = "PUB_KEY_ID_0119000001092024111500000000000000";

  static final String SECRET = "a secret of exactly 32 characters".substring(0, 32);

  private static final KeyPair MERCHANT = pair();
  private static final KeyPair PLATFORM = pair();

  private final KeyPair merchant = MERCHANT;
  private final KeyPair platform;
  private final Path merchantFile;
  private final Path platformFile;

  private WechatKeys(Path folder, KeyPair platform) {
    this.platform = platform;
    this.merchantFile = write(folder, "apiclient_key.pem", "PRIVATE", merchant.getPrivate());
    this.platformFile = write(folder, "pub_key.pem", "PUBLIC", platform.getPublic());
  }

  /** The keys, with what a merchant has of them as files in that folder. */
  public static WechatKeys in(Path folder) {
    return new WechatKeys(folder, PLATFORM);
  }

  /** Those of somebody who would like to be WeChat Pay. */
  public static WechatKeys forged(Path folder) {
    return new WechatKeys(folder, pair());
  }

  /** What a function needs that asks WeChat Pay at that address. */
  public Map<String, String> settings(URI address) {
    return Map.of(
        "PAYMENT_PROVIDERS",
        "wechat",
        "WECHAT_PAY_APP_ID",
        APP_ID,
        "WECHAT_PAY_MERCHANT_ID",
        MERCHANT_ID,
        "WECHAT_PAY_MERCHANT_SERIAL",
        SERIAL,
        "WECHAT_PAY_PRIVATE_KEY_FILE",
        merchantFile.toString(),
        "WECHAT_PAY_PUBLIC_KEY_FILE",
        platformFile.toString(),
        "WECHAT_PAY_PUBLIC_KEY_ID",
        KEY_ID,
        "WECHAT_PAY_NOTIFY_URL",
        "https://stay.example/payment/v1/callback/wechat",
        "WECHAT_PAY_URL",
        address.toString());
  }

  /** What a function needs that takes its callbacks. */
  public Map<String, String> callbackSettings() {
    return Map.of(
        "PAYMENT_PROVIDERS", "wechat",
        "WECHAT_PAY_APP_ID", APP_ID,
        "WECHAT_PAY_MERCHANT_ID", MERCHANT_ID,
        "WECHAT_PAY_PUBLIC_KEY_FILE", platformFile.toString(),
        "WECHAT_PAY_PUBLIC_KEY_ID", KEY_ID,
        "WECHAT_PAY_API_V3_SECRET", SECRET);
  }

  WechatMerchant merchant() {
    return new WechatMerchant(
        APP_ID, MERCHANT_ID, SERIAL, merchant.getPrivate(), platform.getPublic(), KEY_ID);
  }

  /** Signs as WeChat Pay does; base64. */
  String sign(String message) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(platform.getPrivate());
      signature.update(message.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException fault) {
      throw new IllegalStateException(fault);
    }
  }

  /** Whether the merchant signed it. */
  boolean isMerchants(String message, String base64) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(merchant.getPublic());
      signature.update(message.getBytes(StandardCharsets.UTF_8));
      return signature.verify(Base64.getDecoder().decode(base64));
    } catch (GeneralSecurityException | IllegalArgumentException wrong) {
      return false;
    }
  }

  /** Encrypts as WeChat Pay does; base64. */
  static String encrypt(String secret, String associatedData, String nonce, String text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "AES"),
          new GCMParameterSpec(128, nonce.getBytes(StandardCharsets.UTF_8)));
      cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder()
          .encodeToString(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException fault) {
      throw new IllegalStateException(fault);
    }
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException fault) {
      throw new IllegalStateException(fault);
    }
  }

  private static Path write(Path folder, String name, String kind, Key key) {
    String text =
        "-----BEGIN %s KEY-----%n%s%n-----END %s KEY-----%n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(key.getEncoded()), kind);
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
