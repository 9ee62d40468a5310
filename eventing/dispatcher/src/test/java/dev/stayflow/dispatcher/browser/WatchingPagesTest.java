package dev.stayflow.dispatcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.stayflow.delayedtasks.Journal;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers, Redis, metrics, the journal and settings. */
class WatchingPagesTest {
  @RegisterExtension static final Demo DEMO = new Demo();
  @RegisterExtension final Visitor visitor = new Visitor();

  @Test
  void serversTellWhatTheyRunAndATaskIsTakenAway() {
    var page = visitor.signIn(DEMO.console(), Account.OPERATOR);
    page.navigate("/servers");

    assertThat(page.locator("section.panel")).hasCount(2);
    assertThat(page.locator(".tile", having("Slots"))).containsText("24");
    var row = page.locator("tr", having("report-2"));
    assertThat(row).containsText("report.requested");
    assertThat(row).containsText("ago");

    row.getByRole(AriaRole.BUTTON).click();
    page.getByText("Yes, do it").click();

    assertThat(page.locator(".toast")).containsText("Cancelled");
    assertThat(row).hasCount(0);
    assertThat(page.locator("tr", having("report-1"))).isVisible();
  }

  @Test
  void redisTellsHowItIs() {
    var page = visitor.signIn(DEMO.console(), Account.VIEWER);
    page.navigate("/redis");

    assertThat(page.locator("section.panel")).hasCount(1);
    assertThat(page.locator(".facts", having("Peak"))).containsText("noeviction");
    assertThat(page.locator(".facts", having("Append-only file"))).containsText("ok");
    assertThat(page.locator(".facts", having("Role"))).containsText("master");
    page.getByText("All that INFO tells").click();
    assertThat(page.locator("pre")).containsText("redis_version:");
  }

  @Test
  void chartsAreDrawnAndToldInFigures() {
    var page = visitor.signIn(DEMO.console(), Account.VIEWER);
    page.navigate("/q/metrics");

    assertThat(page.locator("canvas")).hasCount(6);
    page.waitForFunction(
        "[...document.querySelectorAll('canvas')].every(one => Chart.getChart(one))");
    page.locator("#figures-lateness summary").click();
    assertThat(page.locator("#figures-lateness tbody tr")).hasCount(60);
    assertThat(page.locator("#figures-lateness tbody tr").nth(5))
        .containsText(Pattern.compile("\\d"));

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("24 h")).click();
    page.waitForURL(url -> url.contains("span=24h"));
    page.getByLabel("Queue", new Page.GetByLabelOptions().setExact(true)).selectOption("critical");
    page.waitForURL(url -> url.contains("queue=critical") && url.contains("span=24h"));
    assertThat(page.locator("canvas")).hasCount(5);
    page.locator("#figures-days summary").click();
    assertThat(page.locator("#figures-days tbody tr")).hasCount(90);
  }

  @Test
  void theJournalIsFilteredAndGoesOnByItself() {
    var page = visitor.signIn(DEMO.console(), Account.VIEWER);
    page.navigate("/audit");
    assertThat(page.locator("tbody tr", having("month-end"))).containsText("schedule.pause");

    page.getByLabel("Who").fill("HENRY");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show")).click();
    page.waitForURL(url -> url.contains("who=HENRY"));
    assertThat(page.locator("tbody tr", having("olga"))).hasCount(0);
    assertThat(page.locator("tbody tr", having("invoice-8990"))).containsText("task.archive");

    new Journal(DEMO.redis()).note("henry", "queue.limit", "seen-live", "done");
    assertThat(page.locator("tbody tr", having("seen-live"))).isVisible();
  }

  @Tag("long")
  @Test
  void theJournalIsReadPageByPage() {
    var journal = new Journal(DEMO.redis());
    for (var i = 0; i < 60; i++) {
      journal.note("page-turner", "task.run", "turned/" + i, "DONE");
    }
    var page = visitor.signIn(DEMO.console(), Account.VIEWER);
    page.navigate("/audit?who=page-turner");

    assertThat(page.locator("tbody tr").first()).containsText("turned/59");
    page.getByText("Earlier").click();

    assertThat(page.locator("tbody tr").last()).containsText("turned/0");
  }

  @Tag("long")
  @Test
  void settingsHoldOverPages() {
    var page = visitor.signIn(DEMO.console(), Account.VIEWER);
    page.navigate("/settings");

    page.getByLabel("dark").check();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    page.getByLabel("in UTC").check();
    assertThat(page.locator("time[data-now]")).hasAttribute("title", "UTC");
    page.getByLabel("off").check();
    assertThat(page.locator("#live")).containsText("paused");
    page.getByLabel("20", new Page.GetByLabelOptions().setExact(true)).check();

    page.navigate("/settings");
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    assertThat(page.locator("#live")).containsText("paused");
    for (var chosen : new String[] {"dark", "in UTC", "off", "20"}) {
      assertThat(page.getByLabel(chosen, new Page.GetByLabelOptions().setExact(true))).isChecked();
    }
  }

  @Tag("long")
  @Test
  void aListHasAsManyRowsAsItsReaderLikes() {
    var page = visitor.signIn(DEMO.console(), Account.VIEWER);
    page.navigate("/queues/critical");
    assertThat(page.locator("#tasks tbody tr")).hasCount(36);
    page.navigate("/settings");
    page.getByLabel("20", new Page.GetByLabelOptions().setExact(true)).check();

    page.navigate("/queues/critical");

    assertThat(page.locator("#tasks tbody tr")).hasCount(20);
  }

  private static Page.LocatorOptions having(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }
}
