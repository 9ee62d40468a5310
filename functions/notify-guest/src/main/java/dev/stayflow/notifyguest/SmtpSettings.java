package dev.stayflow.notifyguest;

import dev.stayflow.runtime.Settings;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where mails go and who sends them.
 *
 * @param startTls whether a connection without TLS is refused
 * @param limit for connecting
 * @param answerLimit for each of the half a dozen answers that a mail takes; giving up on the last
 *     one, while the server has the mail already, sends it twice
 */
record SmtpSettings(
    String host,
    int port,
    Optional<String> user,
    Optional<String> password,
    boolean startTls,
    Duration limit,
    Duration answerLimit,
    InternetAddress from) {
  private static final int SUBMISSION = 587;

  static SmtpSettings of(Settings settings) {
    Optional<String> user = settings.optional("SMTP_USER");
    return new SmtpSettings(
        settings.text("SMTP_HOST"),
        settings.integer("SMTP_PORT", SUBMISSION, 1, 65535),
        user,
        user.map(_ -> settings.text("SMTP_PASSWORD")),
        settings.flag("SMTP_STARTTLS", true),
        settings.duration("SMTP_LIMIT", Duration.ofSeconds(5)),
        settings.duration("SMTP_ANSWER_LIMIT", Duration.ofMinutes(1)),
        from(settings));
  }

  private static InternetAddress from(Settings settings) {
    try {
      return new InternetAddress(settings.optional("NOTICE_FROM").orElse(""), true);
    } catch (AddressException e) {
      settings.reject("NOTICE_FROM", "one mail address such as Stayflow <stays@example.com>");
      return new InternetAddress();
    }
  }

  void connect(Transport transport) throws MessagingException {
    transport.connect(host, port, user.orElse(null), password.orElse(null));
  }

  Map<String, String> properties() {
    String answerMs = milliseconds(answerLimit);
    return Map.of(
        "mail.smtp.auth",
        Boolean.toString(user.isPresent()),
        "mail.smtp.starttls.enable",
        Boolean.toString(startTls),
        "mail.smtp.starttls.required",
        Boolean.toString(startTls),
        "mail.smtp.ssl.checkserveridentity",
        "true",
        "mail.smtp.connectiontimeout",
        milliseconds(limit),
        "mail.smtp.timeout",
        answerMs,
        "mail.smtp.writetimeout",
        answerMs,
        "mail.smtp.quitwait",
        "false");
  }

  private static String milliseconds(Duration limit) {
    return Long.toString(Math.max(1, limit.toMillis()));
  }
}
