package dev.stayflow.dispatcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/** Reads what sinks answer: the status decides, the first words of a failure are kept. */
final class Answers {
  private static final int MOST_SAID = 300;

  /** Of a body that nobody needs, so that its connection can be used again. */
  private static final int MOST_SKIPPED = 64 * 1024;

  /** Seconds; who says more is understood well enough. */
  private static final long LONGEST = 1_000_000_000;

  private final InstantSource clock;

  Answers(InstantSource clock) {
    this.clock = clock;
  }

  Answer read(ClassicHttpResponse response) {
    var said = said(response);
    return new Answer.Status(
        response.getCode(),
        Optional.ofNullable(response.getFirstHeader("retry-after"))
            .flatMap(header -> retryAfter(header.getValue())),
        response.getCode() / 100 == 2 ? "" : said);
  }

  /** Empty when the words do not come: an answer that stalls is cut off by its limit of time. */
  private static String said(ClassicHttpResponse response) {
    var entity = response.getEntity();
    if (entity == null) {
      return "";
    }
    try {
      var body = entity.getContent();
      var words = body.readNBytes(MOST_SAID);
      var _ = body.readNBytes(MOST_SKIPPED);
      return oneLine(new String(words, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return "";
    }
  }

  /** Seconds, or a date of HTTP. */
  private Optional<Duration> retryAfter(@Nullable String text) {
    try {
      if (text == null) {
        return Optional.empty();
      }
      if (text.matches("\\d+")) {
        return Optional.of(Duration.ofSeconds(text.length() > 9 ? LONGEST : Long.parseLong(text)));
      }
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(clock.instant(), at)).filter(Duration::isPositive);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
