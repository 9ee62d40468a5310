package dev.stayflow.local.mail;

import com.icegreen.greenmail.imap.ImapHostManager;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.UserImpl;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Everybody's mailbox as a process: takes any mail to any address by SMTP, delivers none of them,
 * and shows them.
 */
public final class Mailbox implements AutoCloseable {
  private final GreenMail smtp;
  private final HttpServer pages;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

  private Mailbox(Settings settings, InstantSource clock) throws IOException {
    var book = new MailBook(settings.stateDirectory(), clock);
    pages = HttpServer.create(new InetSocketAddress(settings.address(), settings.port()), 0);
    pages.createContext("/", new MailboxPages(book, ZoneId.systemDefault()));
    pages.setExecutor(requests);
    smtp =
        new GreenMail(
            new ServerSetup(settings.smtpPort(), settings.address(), ServerSetup.PROTOCOL_SMTP));
    var users = smtp.getUserManager();
    users.setMessageDeliveryHandler(
        (_, to) -> new Reader(to.getEmail(), users.getImapHostManager(), book));
    smtp.start();
    // Ready only now, when mails can come.
    pages.start();
  }

  /**
   * @param port of the pages, 0 for a free one
   * @param smtpPort 0 for a free one
   * @param address the interface to listen on
   */
  record Settings(int port, int smtpPort, String address, Path stateDirectory) {
    static Settings of(Map<String, String> environment) {
      var directory = environment.getOrDefault("STATE_DIRECTORY", "");
      if (directory.isBlank()) {
        throw new IllegalArgumentException("The environment variable STATE_DIRECTORY is missing.");
      }
      return new Settings(
          Integer.parseInt(environment.getOrDefault("PORT", "8091")),
          Integer.parseInt(environment.getOrDefault("SMTP_PORT", "11025")),
          environment.getOrDefault("LISTEN_ADDRESS", "0.0.0.0"),
          Path.of(directory));
    }
  }

  /** Runs until SIGTERM; exit code 1 and one line when a setting is wrong or a port is taken. */
  public static void main(String[] arguments) {
    try {
      var mailbox = start(System.getenv(), InstantSource.system());
      Runtime.getRuntime().addShutdownHook(new Thread(mailbox::close));
    } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  static Mailbox start(Map<String, String> environment, InstantSource clock) {
    var settings = Settings.of(environment);
    try {
      return new Mailbox(settings, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot listen on port %d: %s".formatted(settings.port(), e.getMessage()), e);
    }
  }

  URI uri() {
    return URI.create("http://localhost:" + pages.getAddress().getPort());
  }

  int smtpPort() {
    return smtp.getSmtp().getPort();
  }

  @Override
  public void close() {
    pages.stop(0);
    requests.shutdownNow();
    smtp.stop();
  }

  /** Whoever a mail is for: it goes into the one book instead of a folder of theirs. */
  private static final class Reader extends UserImpl {
    private final MailBook book;

    Reader(String email, ImapHostManager folders, MailBook book) {
      super(email, email, "", folders);
      this.book = book;
    }

    @Override
    public void deliver(MovingMessage mail) {
      book.add(mail.getMessage());
    }
  }
}
