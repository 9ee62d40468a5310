package dev.stayflow.local.mail;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A mail as its reader sees it.
 *
 * @param number of its arrival, from 1
 * @param id the Message-ID
 * @param language as its writer said, else empty
 * @param text of the body, if it is plain text
 */
record Mail(
    long number,
    Instant receivedAt,
    String id,
    String from,
    String to,
    String language,
    String subject,
    String text) {

  static Mail of(long number, Instant receivedAt, MimeMessage message)
      throws MessagingException, IOException {
    var languages = message.getContentLanguage();
    return new Mail(
        number,
        receivedAt,
        Objects.requireNonNullElse(message.getMessageID(), ""),
        addresses(message.getFrom()),
        addresses(message.getAllRecipients()),
        languages == null ? "" : String.join(", ", languages),
        Objects.requireNonNullElse(message.getSubject(), ""),
        message.getContent() instanceof String text ? text : "(" + message.getContentType() + ")");
  }

  private static String addresses(Address @Nullable [] addresses) {
    return addresses == null
        ? ""
        : Arrays.stream(addresses).map(Address::toString).collect(Collectors.joining(", "));
  }
}
