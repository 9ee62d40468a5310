package dev.stayflow.dispatcher.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The browser of this machine, started once for all tests of a run. */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
  private static final List<String> ON_A_MAC =
      List.of(
          "/Applications/Chromium.app/Contents/MacOS/Chromium",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Chromium start() {
    var executable = find(System.getenv());
    var noDownload = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(noDownload));
    var options =
        new BrowserType.LaunchOptions().setExecutablePath(executable).setArgs(arguments());
    return new Chromium(playwright, playwright.chromium().launch(options));
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  /** Tests that cannot be run have failed; the message says what is missing. */
  static Path find(Map<String, String> environment) {
    var named = Optional.ofNullable(environment.get("CHROMIUM")).map(Path::of);
    var onThePath =
        Stream.of(environment.getOrDefault("PATH", "").split(":"))
            .filter(folder -> !folder.isEmpty())
            .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
    var usual = Stream.concat(onThePath, ON_A_MAC.stream().map(Path::of));
    return named
        .or(() -> usual.filter(Files::isExecutable).findFirst())
        .filter(Files::isExecutable)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No Chromium found for the browser tests: apt-get install chromium (macOS: brew"
                        + " install --cask chromium), or name its file in CHROMIUM"));
  }

  /** Chromium's sandbox refuses root, who has nothing to lose on a machine for tests. */
  private static List<String> arguments() {
    var root = "root".equals(System.getProperty("user.name"));
    return root ? List.of("--no-sandbox", "--disable-gpu") : List.of("--disable-gpu");
  }
}
