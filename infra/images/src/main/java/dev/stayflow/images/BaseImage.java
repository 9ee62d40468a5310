package dev.stayflow.images;

import java.util.Arrays;
import java.util.Comparator;

/**
 * An image that others are built on, as the engine has it: a name alone may mean another one
 * tomorrow.
 *
 * @param platform such as {@code linux/arm64}
 * @param digest of its content
 */
record BaseImage(String platform, String digest) {
  /**
   * @param reference the name that it was asked for by; a digest in it is its digest, whatever else
   *     the engine knows it by
   * @param line platform, id and any number of {@code name@digest}, as {@link Engine} asks for them
   * @throws ImagesFailure when it is something else
   */
  static BaseImage of(String reference, String line) {
    var words = line.strip().split("\\s+", -1);
    if (words.length < 2 || !words[0].contains("/")) {
      throw new ImagesFailure("Expected platform and id of %s, not: %s".formatted(reference, line));
    }
    // an engine may know one content by several digests, in no order
    var known = Arrays.stream(words).skip(2).map(BaseImage::afterAt).min(Comparator.naturalOrder());
    var digest = reference.contains("@") ? afterAt(reference) : known.orElse(words[1]);
    return new BaseImage(platform(words[0]), digest);
  }

  private static String afterAt(String reference) {
    return reference.substring(reference.indexOf('@') + 1);
  }

  /** One name for each processor architecture: the one that images use. */
  static String platform(String name) {
    return name.replace("/aarch64", "/arm64").replace("/x86_64", "/amd64");
  }

  /** Whether it runs there; a variant, as the one of {@code linux/arm64/v8}, does not matter. */
  boolean isFor(String other) {
    return (other + "/").startsWith(platform + "/");
  }
}
