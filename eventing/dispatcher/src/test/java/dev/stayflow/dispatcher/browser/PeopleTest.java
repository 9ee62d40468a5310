package dev.stayflow.dispatcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.stayflow.delayedtasks.Inspector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who gets in, and what they may do there. */
class PeopleTest {
  @RegisterExtension static final Demo DEMO = new Demo();
  @RegisterExtension final Visitor visitor = new Visitor();

  @Test
  void aWrongPasswordIsRefusedAndTheRightOneLeadsToThePageThatWasWanted() {
    var page = visitor.window(DEMO.console());
    page.navigate("/audit?who=olga");
    assertThat(page).hasTitle("Sign in · Stayflow dispatcher");

    page.getByLabel("Name").fill("olga");
    page.getByLabel("Password").fill("a wrong one");
    page.locator("main form button").click();
    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();

    Account.OPERATOR.fillIn(page);
    page.waitForURL(url -> url.endsWith("/audit?who=olga"));
    assertThat(page.locator("h1")).hasText("Audit");

    page.getByText("Sign out").click();
    page.navigate("/audit");
    assertThat(page).hasTitle("Sign in · Stayflow dispatcher");
  }

  @Test
  @Tag("long")
  void aViewerSeesEverythingAndIsOfferedNothing() {
    var page = visitor.signIn(DEMO.console(), Account.VIEWER);

    for (var path : EveryPageTest.SHOWING) {
      page.navigate(path);
      assertThat(page.locator("h1")).isVisible();
      assertThat(page.locator("main form[method=post] button")).hasCount(0);
    }
  }

  @Test
  void whatAViewerPostsAllTheSameIsRefused() {
    visitor.expect("403: POST");
    var page = visitor.signIn(DEMO.console(), Account.VIEWER);
    page.navigate("/schedulers");
    var token = page.locator("meta[name=csrf]").getAttribute("content");

    var answer =
        page.request()
            .post(
                "/queues/low/pause",
                RequestOptions.create().setForm(FormData.create().set("_csrf", token)));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(new Inspector(DEMO.redis()).counts("low").pausedSince()).isEmpty();
  }

  @Test
  void whatAnotherSiteLetsAnOperatorPostIsRefused() {
    var page = visitor.signIn(DEMO.console(), Account.OPERATOR);

    var answer =
        page.request()
            .post("/queues/low/pause", RequestOptions.create().setForm(FormData.create()));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(new Inspector(DEMO.redis()).counts("low").pausedSince()).isEmpty();
  }

  @Test
  void everythingIsReachedByKeyboardAlone() {
    var page = visitor.signIn(DEMO.console(), Account.OPERATOR);

    page.keyboard().press("Tab");
    assertThat(page.locator(":focus")).hasText("Skip to content");
    page.keyboard().press("Enter");
    assertThat(page.locator("main:focus")).isVisible();

    page.keyboard().press("g");
    page.keyboard().press("s");
    page.waitForURL(url -> url.endsWith("/schedulers"));
    tabTo(page, "Run rates now");
    page.keyboard().press("Enter");
    assertThat(page.locator(".toast")).containsText("Stored a task");

    tabTo(page, "Delete rates");
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText("Delete rates?");
    page.keyboard().press("?");
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.DIALOG)).not().isVisible();
  }

  /** Somebody who sees where the focus is would stop there. */
  private static void tabTo(Page page, String label) {
    for (var i = 0; i < 60; i++) {
      page.keyboard().press("Tab");
      if (label.equals(page.locator(":focus").getAttribute("aria-label"))) {
        return;
      }
    }
    throw new AssertionError("not reached by Tab: " + label);
  }
}
