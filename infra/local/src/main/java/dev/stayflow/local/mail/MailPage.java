package dev.stayflow.local.mail;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page that shows mails. */
final class MailPage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private MailPage() {}

  static String of(int all, List<Mail> mails, ZoneId zone) {
    return """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Mailbox</title>
        <style>
          body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
          details { border-bottom: 1px solid #8884; padding: .5rem 0 }
          summary { cursor: pointer } summary small { display: block; color: #777; margin-left: 1rem }
          pre { white-space: pre-wrap; font: inherit; margin: .5rem 1rem }
        </style></head>
        <body>
        <h1>Mailbox</h1>
        <p>%s</p>
        %s
        </body></html>
        """
        .formatted(
            all == 0 ? "No mail yet." : "%d mails, the newest %d:".formatted(all, mails.size()),
            mails.stream().map(mail -> entry(mail, zone)).collect(Collectors.joining("\n")));
  }

  private static String entry(Mail mail, ZoneId zone) {
    return """
        <details><summary>%s<small>%s to %s</small></summary><pre lang="%s">%s</pre></details>"""
        .formatted(
            escaped(mail.subject()),
            TIME.format(mail.receivedAt().atZone(zone)),
            escaped(mail.to()),
            escaped(mail.language()),
            escaped(mail.text()));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
