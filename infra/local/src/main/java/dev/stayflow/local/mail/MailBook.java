package dev.stayflow.local.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Properties;

/** The mails that came, newest first, one file each: they survive a restart. */
final class MailBook {
  private static final int MOST = 5_000;
  private static final String ENDING = ".eml";

  private final Path directory;
  private final InstantSource clock;
  private final Session session = Session.getInstance(new Properties());
  private final Deque<Mail> mails = new ArrayDeque<>();
  private long last;

  /** Reads what an earlier process kept in the directory. */
  MailBook(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
    try {
      Files.createDirectories(directory);
      try (var files = Files.list(directory)) {
        files.filter(file -> file.toString().endsWith(ENDING)).sorted().forEach(this::read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep mails in " + directory, e);
    }
  }

  /** Keeps a mail, and lets go the oldest when there are too many. */
  synchronized void add(MimeMessage message) {
    var number = last + 1;
    var file = file(number);
    try {
      var half = Files.createTempFile(directory, "half", "");
      try (var out = Files.newOutputStream(half)) {
        message.writeTo(out);
      }
      // Shown before it is kept: what cannot be shown would be in the way at every start.
      var mail = Mail.of(number, clock.instant(), message);
      Files.move(half, file);
      last = number;
      mails.addFirst(mail);
      if (mails.size() > MOST) {
        Files.deleteIfExists(file(mails.removeLast().number()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep a mail", e);
    } catch (MessagingException e) {
      throw new IllegalArgumentException("This is no mail", e);
    }
  }

  /** How many came and are kept. */
  synchronized int size() {
    return mails.size();
  }

  /** The newest. */
  synchronized List<Mail> newest(int limit) {
    return mails.stream().limit(limit).toList();
  }

  private void read(Path file) {
    try (var in = Files.newInputStream(file)) {
      var name = file.getFileName().toString();
      last = Long.parseLong(name.substring(0, name.length() - ENDING.length()));
      var message = new MimeMessage(session, in);
      mails.addFirst(Mail.of(last, Files.getLastModifiedTime(file).toInstant(), message));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    } catch (MessagingException | NumberFormatException e) {
      throw new IllegalArgumentException(file + " is no mail of the mailbox; make clean-state", e);
    }
  }

  private Path file(long number) {
    return directory.resolve("%012d%s".formatted(number, ENDING));
  }
}
