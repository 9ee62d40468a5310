package dev.stayflow.notifyguest;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands mails to an SMTP server, one connection a mail. */
final class MailServer {
  private static final Logger log = LoggerFactory.getLogger(MailServer.class);

  private static final Set<Integer> MOVED_OR_MISSPELT = Set.of(551, 553);
  private static final Pattern BAD_ADDRESS = Pattern.compile("^5\\d\\d[ -]5\\.1\\.\\d");

  private final SmtpSettings settings;
  private final Session session;

  MailServer(SmtpSettings settings) {
    this.settings = settings;
    Properties properties = new Properties();
    properties.putAll(settings.properties());
    this.session = Session.getInstance(properties);
  }

  /** The Message-ID of what is told: the same each time, so that a mail that came twice is seen. */
  String idOf(News news) {
    String sender = settings.from().getAddress();
    return "<%s.%s@%s>"
        .formatted(news.kind().text(), news.subject(), sender.substring(sender.indexOf('@') + 1));
  }

  /** Asks the server to deliver a mail; takes seconds at most. */
  Handover handOver(Mail mail) {
    MimeMessage message;
    try {
      message = message(mail);
    } catch (AddressException e) {
      return new Handover.AddressRefused("not an address");
    } catch (MessagingException e) {
      throw new IllegalStateException("a mail cannot be written", e);
    }
    return handOver(message);
  }

  private Handover handOver(MimeMessage message) {
    Transport transport;
    try {
      transport = session.getTransport("smtp");
    } catch (MessagingException e) {
      throw new IllegalStateException("there is no SMTP here", e);
    }
    try {
      settings.connect(transport);
      transport.sendMessage(message, message.getAllRecipients());
      return new Handover.Taken();
    } catch (MessagingException e) {
      return refusal(e);
    } finally {
      close(transport);
    }
  }

  private MimeMessage message(Mail mail) throws MessagingException {
    MimeMessage message = new Numbered(session, mail.id());
    message.setFrom(settings.from());
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to().email(), true));
    message.setSubject(mail.letter().subject(), StandardCharsets.UTF_8.name());
    message.setText(mail.letter().text(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(mail.at()));
    message.setContentLanguage(new String[] {mail.to().language().tag()});
    // Nobody's out-of-office assistant has to answer.
    message.setHeader("Auto-Submitted", "auto-generated");
    message.saveChanges();
    return message;
  }

  private static Handover refusal(MessagingException failure) {
    for (Exception e = failure; e != null; e = next(e)) {
      if (e instanceof SMTPAddressFailedException address) {
        String reason = "SMTP " + address.getReturnCode();
        return isAboutTheAddress(address)
            ? new Handover.AddressRefused(reason)
            : new Handover.NotNow(reason);
      }
    }
    return new Handover.NotNow(
        failure instanceof SMTPSendFailedException refused
            ? "SMTP " + refused.getReturnCode()
            : failure.getClass().getSimpleName());
  }

  /**
   * Whether the address is what is wrong (RFC 5321, RFC 3463), not us: a server that does not relay
   * for us, or wants a password, refuses at the same command and is to be asked again.
   */
  private static boolean isAboutTheAddress(SMTPAddressFailedException refused) {
    return MOVED_OR_MISSPELT.contains(refused.getReturnCode())
        || BAD_ADDRESS.matcher(String.valueOf(refused.getMessage())).find();
  }

  private static @Nullable Exception next(Exception e) {
    return e instanceof MessagingException mail ? mail.getNextException() : null;
  }

  /** What was handed over stays so, whatever goes wrong with a good-bye. */
  private static void close(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      log.atDebug().addKeyValue("reason", e.getClass().getSimpleName()).log("mail server hung up");
    }
  }

  /** A message with an id of its own, which saving would replace otherwise. */
  private static final class Numbered extends MimeMessage {
    private final String id;

    Numbered(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
