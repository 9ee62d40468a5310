package dev.stayflow.images;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An archive whose bytes its entries alone decide about, not the time and not the time zone. */
final class RepeatableZip implements Closeable {
  /** Local, as a zip holds it: an instant would be written by the zone of this machine. */
  private static final LocalDateTime WHEN = LocalDateTime.of(2026, 1, 1, 0, 0);

  private final ZipOutputStream zip;

  private RepeatableZip(ZipOutputStream zip) {
    this.zip = zip;
  }

  static RepeatableZip create(Path target) throws IOException {
    Files.createDirectories(target.getParent());
    return new RepeatableZip(new ZipOutputStream(Files.newOutputStream(target)));
  }

  void put(String name, byte[] content) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(WHEN);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
