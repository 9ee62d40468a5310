package dev.stayflow.deploy;

import java.util.Optional;
import java.util.regex.Pattern;

/** The first two numbers of a version, which is all that is asked for. */
record Version(int major, int minor) implements Comparable<Version> {
  private static final Pattern TEXT = Pattern.compile("v?(\\d+)\\.(\\d+)");

  /** Empty when there is none in it: {@code devel}. */
  static Optional<Version> find(String text) {
    var matcher = TEXT.matcher(text);
    return matcher.find()
        ? Optional.of(
            new Version(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  boolean before(Version other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(Version other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
