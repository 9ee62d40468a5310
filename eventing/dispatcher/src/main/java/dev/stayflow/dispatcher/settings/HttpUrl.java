package dev.stayflow.dispatcher.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where an event may be sent. */
public final class HttpUrl {
  private HttpUrl() {}

  /** An absolute http or https URL without user, fragment and dots that climb; else nothing. */
  public static Optional<URI> parse(String text) {
    try {
      var url = new URI(text);
      var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      var fits =
          (scheme.equals("http") || scheme.equals("https"))
              && url.getHost() != null
              && url.getRawUserInfo() == null
              && url.getRawFragment() == null
              && Arrays.stream((url.getPath() == null ? "" : url.getPath()).split("/"))
                  .noneMatch(HttpUrl::climbs);
      return fits ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Many servers drop what follows a semicolon before they resolve dots: {@code ..;x} climbs. */
  private static boolean climbs(String segment) {
    return segment.equals("..") || segment.startsWith("..;");
  }
}
