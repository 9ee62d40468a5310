package dev.stayflow.order;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a guest asks for, unchecked.
 *
 * @param startSecond a moment of the day of arrival, unix seconds
 * @param endSecond a moment of the day of departure, unix seconds
 */
public record StayRequest(
    HomestayId homestay,
    boolean withFood,
    long startSecond,
    long endSecond,
    int people,
    String remark) {

  /** Equal for equal requests: SHA-256 in hex. Tells whether a repeated key repeats its request. */
  public String fingerprint() {
    // The remark comes last: nothing in it can pass for another field.
    String all =
        String.join(
            "|",
            Long.toString(homestay.value()),
            Boolean.toString(withFood),
            Long.toString(startSecond),
            Long.toString(endSecond),
            Integer.toString(people),
            remark);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
