package dev.stayflow.dispatcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.stayflow.delayedtasks.Schedule;
import dev.stayflow.delayedtasks.Schedules;
import dev.stayflow.delayedtasks.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchedulerPagesTest {
  @RegisterExtension static final Demo DEMO = new Demo();
  @RegisterExtension final Visitor visitor = new Visitor();

  @Test
  void aScheduleIsAddedThenChangedWithAPreviewOfItsFirings() {
    var page = visitor.signIn(DEMO.console(), Account.OPERATOR);
    page.navigate("/schedulers");
    page.getByText("New schedule").click();

    page.getByLabel("Name").fill("tea-time");
    page.getByLabel("Cron").pressSequentially("61 * * * *");
    assertThat(page.locator("#preview .error")).containsText("minute");
    page.getByLabel("Cron").fill("0 16 * * *");
    assertThat(page.locator("#preview li")).hasCount(5);
    page.getByLabel("Type", exactly()).fill("tea.ready");
    page.getByLabel("Data").fill("{\"cups\": 2}");
    button(page, "Save").click();

    assertThat(page.getByText("Added tea-time")).isVisible();
    assertThat(page.locator("h1")).hasText("tea-time");
    assertThat(page.locator(".timeline .next")).hasCount(5);
    assertThat(page.getByLabel("Payload")).containsText("\"cups\"");

    page.getByLabel("Edit tea-time").click();
    assertThat(page.getByLabel("Data")).hasValue("{\"cups\": 2}");
    page.getByLabel("Cron").fill("30 16 * * *");
    button(page, "Save").click();

    assertThat(page.getByText("Changed tea-time")).isVisible();
    assertThat(page.locator("code")).hasText("30 16 * * *");
  }

  @Test
  void whatIsWrongWithAScheduleIsToldAtItsFieldAndNothingIsLost() {
    visitor.expect("422: POST");
    var page = visitor.signIn(DEMO.console(), Account.OPERATOR);
    page.navigate("/schedulers/edit");

    page.getByLabel("Name").fill("nightly-report");
    page.getByLabel("Cron").fill("99 * * * *");
    page.getByLabel("Data").fill("no JSON");
    button(page, "Save").click();

    assertThat(page.locator("[role=alert]").last()).containsText("Not saved");
    assertThat(problem(page, "cron")).containsText("minute");
    assertThat(problem(page, "event-type")).containsText("is required");
    assertThat(problem(page, "data")).containsText("JSON");
    assertThat(page.getByLabel("Data")).hasValue("no JSON");

    page.getByLabel("Cron").fill("1 * * * *");
    page.getByLabel("Type", exactly()).fill("tea.ready");
    page.getByLabel("Data").fill("");
    button(page, "Save").click();

    assertThat(problem(page, "id")).containsText("another schedule");
  }

  @Test
  void aScheduleIsPausedTakenBackRunAndDeleted() {
    put("once-a-year");
    var page = visitor.signIn(DEMO.console(), Account.OPERATOR);
    page.navigate("/schedulers");
    var row = page.locator("tr", having("once-a-year"));

    page.getByLabel("Pause once-a-year").click();
    assertThat(row).containsText("paused");
    button(page, "Undo").click();
    assertThat(row).containsText("active");

    page.getByLabel("Run once-a-year now").click();
    assertThat(row).containsText("ago");
    assertThat(page.getByText("Look at it")).isVisible();
    row.getByRole(AriaRole.LINK).first().click();
    assertThat(page.locator("tbody tr")).containsText("by hand");

    page.getByLabel("Delete once-a-year").click();
    button(page, "Delete").click();
    assertThat(page.getByText("Deleted once-a-year")).isVisible();
    assertThat(row).hasCount(0);
  }

  @Test
  void aFiringShowsWithoutReload() {
    put("seen-live");
    var page = visitor.signIn(DEMO.console(), Account.VIEWER);
    page.navigate("/schedulers/schedule?id=seen-live");
    assertThat(page.getByText("It has not fired yet.")).isVisible();
    page.evaluate("window.unchanged = true");

    new Schedules(DEMO.redis()).runNow("seen-live");

    assertThat(page.locator("tbody tr")).hasCount(1);
    page.waitForFunction("window.unchanged");
  }

  @Test
  void theListIsSorted() {
    put("far-away");
    var page = visitor.signIn(DEMO.console(), Account.VIEWER);
    page.navigate("/schedulers");

    page.locator(".sort", having("Next")).click();
    assertThat(page.locator("[aria-sort=ascending]")).hasText("Next");
    assertThat(page.locator("tr:has-text('rates') ~ tr:has-text('far-away')")).isVisible();
    page.locator(".sort", having("Next")).click();
    assertThat(page.locator("[aria-sort=descending]")).hasText("Next");
    assertThat(page.locator("tr:has-text('far-away') ~ tr:has-text('rates')")).isVisible();
  }

  @Test
  void aScheduleThatIsGoneIsToldSo() {
    visitor.expect("404: GET");
    var page = visitor.signIn(DEMO.console(), Account.VIEWER);

    page.navigate("/schedulers/schedule?id=never-there");

    assertThat(page.locator("h1")).hasText("No such schedule");
  }

  private static void put(String id) {
    var task = Task.of("tea.ready", new byte[0]).inQueue("schedules-of-tests");
    new Schedules(DEMO.redis()).put(Schedule.of(id, "0 0 1 1 *", task));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** What is said below a field. */
  private static Locator problem(Page page, String field) {
    return page.locator(".field:has(#%s) .error".formatted(field));
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static Page.LocatorOptions having(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }
}
