package dev.stayflow.local.servers;

import java.nio.file.Path;
import java.util.Locale;

/** What this machine runs on, as far as it decides which executables fit. */
record Platform(Os os, Cpu cpu) {
  enum Os {
    LINUX,
    MACOS
  }

  enum Cpu {
    X86_64,
    ARM_64
  }

  static Platform current() {
    var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var cpu = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return new Platform(
        switch (os) {
          case "linux" -> Os.LINUX;
          case String name when name.startsWith("mac") -> Os.MACOS;
          default -> throw unsupported(os, cpu);
        },
        switch (cpu) {
          case "amd64", "x86_64" -> Cpu.X86_64;
          case "aarch64", "arm64" -> Cpu.ARM_64;
          default -> throw unsupported(os, cpu);
        });
  }

  private static ServerFailure unsupported(String os, String cpu) {
    return new ServerFailure(
        "No embedded servers for %s on %s: they exist for Linux and macOS on x86-64 and arm64."
            .formatted(os, cpu));
  }

  /** Where this user's programs keep what they can fetch again. */
  Path cacheDirectory() {
    var home = Path.of(System.getProperty("user.home"));
    return switch (os) {
      case LINUX -> {
        var xdg = System.getenv("XDG_CACHE_HOME");
        yield (xdg == null || xdg.isBlank() ? home.resolve(".cache") : Path.of(xdg))
            .resolve("stayflow");
      }
      case MACOS -> home.resolve("Library/Caches/stayflow");
    };
  }
}
