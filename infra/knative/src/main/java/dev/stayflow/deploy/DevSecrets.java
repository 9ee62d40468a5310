package dev.stayflow.deploy;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Values for a cluster on which nothing is at stake: random where they are secret. */
final class DevSecrets {
  private static final SecureRandom random = new SecureRandom();
  private static final int BYTES = 32;

  private static final Map<String, Supplier<String>> VALUES =
      Map.of(
          "database/url", () -> "jdbc:postgresql://postgres:5432/stayflow",
          "database/user", () -> "stayflow",
          "database/password", DevSecrets::hex,
          "tokens/jwt-secret", DevSecrets::hex,
          "payment-sandbox/webhook-secret", () -> "whsec_" + base64(),
          "dispatcher/redis-password", DevSecrets::hex,
          "dispatcher/console-secret", DevSecrets::hex);

  private DevSecrets() {}

  /**
   * @param name {@code namespace/name}
   */
  static boolean knows(String name, Set<String> keys) {
    return !keys.isEmpty() && keys.stream().allMatch(key -> VALUES.containsKey(path(name, key)));
  }

  /** New ones, by key. */
  static Map<String, String> values(String name, Set<String> keys) {
    var made = new LinkedHashMap<String, String>();
    for (var key : keys) {
      var value = VALUES.get(path(name, key));
      if (value == null) {
        throw new IllegalArgumentException(path(name, key));
      }
      made.put(key, value.get());
    }
    return made;
  }

  private static String path(String name, String key) {
    return name.substring(name.indexOf('/') + 1) + "/" + key;
  }

  private static String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  private static String base64() {
    return Base64.getEncoder().encodeToString(bytes());
  }

  private static byte[] bytes() {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return bytes;
  }
}
