package dev.stayflow.runtime;

import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** What a {@code Content-Type} header says, as far as it matters here. */
record ContentType(String type, boolean isUtf8) {
  static ContentType parse(String header) {
    try {
      MimeType mime = MimeTypeUtils.parseMimeType(header);
      boolean utf8 = mime.getCharset() == null || mime.getCharset().equals(StandardCharsets.UTF_8);
      return new ContentType(
          (mime.getType() + "/" + mime.getSubtype()).toLowerCase(Locale.ROOT), utf8);
    } catch (InvalidMimeTypeException
        | IllegalCharsetNameException
        | UnsupportedCharsetException unreadable) {
      return new ContentType("", false);
    }
  }

  boolean isJson() {
    return isUtf8
        && (type.equals("application/json")
            || (type.startsWith("application/") && type.endsWith("+json")));
  }

  /** An event format other than JSON in UTF-8, or a batch. */
  boolean isOtherEventFormat() {
    return type.startsWith("application/cloudevents")
        && !(isUtf8 && type.equals("application/cloudevents+json"));
  }
}
