package dev.stayflow.dispatcher.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Takes the pictures of the READMEs, of each page in light and in dark. {@code make docs-images}
 * runs it; as no test of its own it has a name that the others are not looked for by.
 */
class DocsImages {
  private static final Path FOLDER = Path.of("../../infra/docs-images");
  private static final int MOST_BYTES = 150 * 1024;
  private static final int MOST_HEIGHT = 1600;
  private static final int HEIGHT_OF_CHARTS = 1700;

  @RegisterExtension static final Demo DEMO = new Demo();
  @RegisterExtension final Visitor visitor = new Visitor();

  @Test
  void light() throws IOException {
    take(visitor, "light");
  }

  @Test
  void dark() throws IOException {
    take(visitor.dark(), "dark");
  }

  private static Map<String, String> pages() {
    var pages = new LinkedHashMap<String, String>();
    pages.put("overview", "/");
    pages.put("queues", "/queues");
    pages.put("queue", "/queues/critical?state=scheduled&size=20");
    pages.put("retry", "/queues/default?state=retry");
    pages.put("aggregating", "/queues/digests?state=aggregating");
    pages.put("task", "/queues/default/task?id=invoice.due/invoice-9000");
    pages.put("jobs", "/jobs");
    pages.put("enqueue", "/enqueue");
    pages.put("schedulers", "/schedulers");
    pages.put("schedule", "/schedulers/schedule?id=nightly-report");
    pages.put("schedule-form", "/schedulers/edit?id=nightly-report");
    pages.put("servers", "/servers");
    pages.put("redis", "/redis");
    pages.put("metrics", "/q/metrics?span=6h");
    pages.put("audit", "/audit");
    pages.put("settings", "/settings");
    return pages;
  }

  private static void take(Visitor visitor, String theme) throws IOException {
    Files.createDirectories(FOLDER);
    var page = visitor.window(DEMO.console());
    page.navigate("/sign-in");
    shoot(page, "sign-in", theme);
    Account.OPERATOR.fillIn(page);
    page.waitForURL(url -> !url.contains("sign-in"));
    for (var one : pages().entrySet()) {
      page.navigate(one.getValue());
      page.locator("#live[data-live=on]").waitFor();
      page.waitForFunction(
          "[...document.querySelectorAll('canvas')].every(one => window.Chart?.getChart(one))");
      shoot(page, one.getKey(), theme);
    }
  }

  private static void shoot(Page page, String name, String theme) throws IOException {
    var most = name.equals("metrics") ? HEIGHT_OF_CHARTS : MOST_HEIGHT;
    var height = Math.min(most, (int) page.evaluate("document.documentElement.scrollHeight"));
    page.setViewportSize(1280, Math.max(640, height));
    var picture = FewColours.of(page.screenshot());
    assertThat(picture).as(name).hasSizeLessThan(MOST_BYTES);
    Files.write(FOLDER.resolve(name + "-" + theme + ".png"), picture);
    page.setViewportSize(1280, 640);
  }
}
