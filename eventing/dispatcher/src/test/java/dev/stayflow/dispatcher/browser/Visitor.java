package dev.stayflow.dispatcher.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Somebody at a browser, who knows nothing of other tests. A test fails when the browser complains
 * of anything that the test did not {@link #expect}; pictures of what was seen then lie in {@code
 * target/browser}.
 *
 * <pre>{@code
 * @RegisterExtension final Visitor visitor = new Visitor();
 *
 * var page = visitor.signIn(console, Account.OPERATOR);
 * page.navigate("/queues");
 * }</pre>
 */
public final class Visitor implements BeforeEachCallback, AfterEachCallback {
  private static final Namespace RUN = Namespace.create(Visitor.class);
  private static final double PATIENCE_MILLIS = 20_000;

  private final Browser.NewContextOptions options =
      new Browser.NewContextOptions().setLocale("en-GB").setTimezoneId("Europe/Berlin");
  private final Complaints complaints = new Complaints();
  private final List<BrowserContext> opened = new ArrayList<>();
  private @Nullable Browser browser;

  static {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
  }

  /** At a desk, with a light theme. */
  public Visitor() {
    options.setViewportSize(1280, 800).setColorScheme(ColorScheme.LIGHT);
  }

  public Visitor dark() {
    options.setColorScheme(ColorScheme.DARK);
    return this;
  }

  /** A phone held upright, used by finger. */
  public Visitor phone() {
    options.setViewportSize(375, 740).setHasTouch(true).setIsMobile(true);
    return this;
  }

  /** With scripts switched off. */
  public Visitor withoutScripts() {
    options.setJavaScriptEnabled(false);
    return this;
  }

  /** Complaints of the browser with this text in them are part of the test: {@code "403: POST"}. */
  public Visitor expect(String part) {
    complaints.expect(part);
    return this;
  }

  /** A window with nothing in it; paths are taken from that address. */
  public Page window(URI base) {
    var context = Objects.requireNonNull(browser).newContext(options.setBaseURL(base.toString()));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    complaints.listenTo(context);
    opened.add(context);
    return context.newPage();
  }

  /** A window of somebody who has just signed in by the form, at the overview. */
  public Page signIn(URI base, Account account) {
    var page = window(base);
    page.navigate(base + "/sign-in");
    account.fillIn(page);
    page.waitForURL(url -> !url.contains("/sign-in"));
    return page;
  }

  /** All complaints, expected or not. */
  List<String> heard() {
    return complaints.heard();
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    browser =
        test.getRoot()
            .getStore(RUN)
            .computeIfAbsent(Chromium.class, _ -> Chromium.start(), Chromium.class)
            .browser();
  }

  @Override
  public void afterEach(ExtensionContext test) {
    var failed = test.getExecutionException().isPresent() || !complaints.unexpected().isEmpty();
    if (failed) {
      keepPictures(test);
    }
    opened.forEach(BrowserContext::close);
    if (test.getExecutionException().isEmpty() && !complaints.unexpected().isEmpty()) {
      throw new AssertionError(
          "The browser complains: " + String.join("\n", complaints.unexpected()));
    }
  }

  private void keepPictures(ExtensionContext test) {
    var name = test.getRequiredTestClass().getSimpleName() + "." + test.getDisplayName();
    var pages = opened.stream().flatMap(context -> context.pages().stream()).toList();
    for (var i = 0; i < pages.size(); i++) {
      var file = name.replaceAll("[^A-Za-z0-9.]+", "-") + "-" + i + ".png";
      var path = Path.of("target", "browser", file);
      pages.get(i).screenshot(new Page.ScreenshotOptions().setPath(path).setFullPage(true));
    }
  }
}
