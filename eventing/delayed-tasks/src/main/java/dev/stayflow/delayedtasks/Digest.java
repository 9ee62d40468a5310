package dev.stayflow.delayedtasks;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Stands for a type and a payload where equal ones must be found. */
final class Digest {
  private Digest() {}

  /** SHA-256 of the length of the type, the type and the payload, in base64url. */
  static String of(String type, byte[] payload) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var name = type.getBytes(StandardCharsets.UTF_8);
      digest.update((name.length + " ").getBytes(StandardCharsets.US_ASCII));
      digest.update(name);
      digest.update(payload);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform knows SHA-256", e);
    }
  }
}
