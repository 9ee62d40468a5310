package dev.stayflow.dispatcher.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.stayflow.dispatcher.RunningDispatcher;
import dev.stayflow.dispatcher.browser.Account;
import dev.stayflow.dispatcher.browser.Visitor;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people do to tasks on the pages of the console; each test has a queue of its own. */
class TasksInTheBrowserTest {
  private static final List<String> QUEUES =
      List.of("ticks", "detail", "bulk", "found", "typed", "seen", "doomed", "calm");

  private static RunningDispatcher dispatcher;

  @RegisterExtension final Visitor visitor = new Visitor();

  @BeforeAll
  static void start() {
    dispatcher =
        RunningDispatcher.start(
            Map.of(
                "QUEUES", "default," + String.join(",", QUEUES), "K_SINK", "http://localhost:1/"));
  }

  @AfterAll
  static void stop() {
    dispatcher.close();
  }

  @Test
  void tickedTasksAreArchivedAndGotBackByUndo() {
    store("ticks", "one", "{}");
    store("ticks", "two", "{}");
    var page = open("/queues/ticks?state=scheduled");
    markLoaded(page);

    page.getByLabel("Tick one").check();
    button(page, "Archive").first().click();

    assertThat(tab(page, "archived")).containsText("1");
    assertThat(page.getByLabel("Tick one")).hasCount(0);
    button(page, "Undo").click();
    assertThat(tab(page, "archived")).containsText("0");
    assertThat(page.getByLabel("Tick one")).isVisible();
    assertThat(page.getByLabel("Tick two")).isVisible();
    assertStillLoaded(page);
  }

  @Test
  void anEventThatIsStoredAppearsWithoutAReload() {
    var page = open("/queues/seen?state=scheduled");
    assertThat(page.locator("#live")).containsText("live");
    markLoaded(page);

    store("seen", "just-now", "{}");

    assertThat(page.getByRole(AriaRole.LINK, named("just-now"))).isVisible();
    assertThat(tab(page, "scheduled")).containsText("1");
    assertStillLoaded(page);
  }

  @Test
  void aTaskIsRescheduledEditedAndDeletedOnItsPage() {
    visitor.expect("422: POST");
    store("detail", "a/b:c", "{\"cups\": 1}");
    var page = open("/queues/detail/task?id=a/b:c");
    assertThat(page.locator("#payload-text")).containsText("\"cups\" : 1");

    button(page, "Reschedule…").click();
    button(page, "in 5 min").click();
    button(page, "Reschedule").click();
    assertThat(toast(page)).containsText("Due at");
    assertThat(page.locator(".timeline")).containsText("in 4 min");

    button(page, "Edit payload…").click();
    page.locator("#payload").fill("{\"cups\": }");
    button(page, "Save").click();
    assertThat(page.locator("#edit-error")).containsText("This is no JSON");
    page.locator("#payload").fill("{\"cups\": 2}");
    button(page, "Save").click();
    assertThat(page.locator("#payload-text")).containsText("\"cups\" : 2");
    toast(page).filter(with("payload")).getByText("Undo").click();
    assertThat(page.locator("#payload-text")).containsText("\"cups\" : 1");

    button(page, "Delete").click();
    button(page, "No").click();
    assertThat(page.locator("#payload-text")).isVisible();
    button(page, "Delete").click();
    button(page, "Yes, do it").click();
    page.waitForURL(Pattern.compile(".*/queues/detail\\?.*"));
    assertThat(toast(page)).containsText("a/b:c is deleted");
  }

  @Tag("long")
  @Test
  void allThatMatchAreDeletedByAJobThatTellsHowFarItIs() {
    for (var i = 0; i < 5; i++) {
      store("bulk", "tea-" + i, "{\"kind\": \"tea\"}");
      store("bulk", "milk-" + i, "{\"kind\": \"milk\"}");
    }
    var page = open("/queues/bulk?state=scheduled&text=tea");
    assertThat(page.getByLabel("Tick tea-4")).isVisible();
    assertThat(page.getByLabel("Tick milk-0")).hasCount(0);

    page.getByText("All that match…").click();
    button(page, "Delete all").click();
    button(page, "Yes, do it").click();

    assertThat(tab(page, "scheduled")).containsText("5");
    toast(page).getByText("See the jobs").click();
    var job = page.locator(".job").first();
    assertThat(job).containsText("Delete matching scheduled tasks");
    assertThat(job).containsText("5 done");
    assertThat(job.locator(".badge")).hasText("done");
  }

  @Test
  void aSearchGoesOnByItselfAndAnExactIdGoesStraightToTheTask() {
    for (var i = 0; i < 12; i++) {
      store("found", "cup-" + i, "{\"n\": %d}".formatted(i));
    }
    var page = open("/queues/found?state=scheduled&prefix=cup&size=5");
    assertThat(page.locator("tbody input[type=checkbox]")).hasCount(5);

    button(page, "Search on").click();
    assertThat(page.locator("tbody input[type=checkbox]")).hasCount(10);
    button(page, "Search on").click();
    assertThat(page.getByText("All 12 tasks were looked at.")).isVisible();

    page.keyboard().press("/");
    page.keyboard().type("cup-7");
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText("cup-7");
  }

  @Tag("long")
  @Test
  void anEventIsTypedAndWhatIsWrongStandsBesideItsField() {
    visitor.expect("422: POST").expect("400: POST");
    var page = open("/enqueue");
    page.getByLabel("Type", exactly()).fill("tea.ready");
    page.getByLabel("Queue").fill("typed");
    page.getByLabel("Data", exactly()).fill("{");
    button(page, "Enqueue").click();
    assertThat(field(page, "data")).containsText("This is no JSON");

    page.getByLabel("Data", exactly()).fill("{\"cup\": 1}");
    page.getByLabel("Or after").fill("tomorrow");
    button(page, "Enqueue").click();
    assertThat(field(page, "deliverafter").locator(".error")).isVisible();

    page.getByLabel("Or after").fill("PT2H");
    page.getByLabel("Task id").fill("typed-1");
    button(page, "Enqueue").click();
    assertThat(page.locator("h1")).hasText("typed-1");
    assertThat(toast(page)).containsText("stored");
    assertThat(page.locator(".timeline")).containsText("in 1 h");
  }

  @Tag("long")
  @Test
  void aQueueIsLimitedPausedAndDeletedOnceItsNameWasTyped() {
    visitor.expect("422: POST");
    store("doomed", "last", "{}");
    var page = open("/queues/doomed/limits");
    page.getByLabel("Begun a second").fill("fast");
    button(page, "Save limits").click();
    assertThat(field(page, "rate")).containsText("A number, please.");
    page.getByLabel("Begun a second").fill("2.5");
    button(page, "Save limits").click();
    page.navigate("/queues/doomed/limits");
    assertThat(page.getByLabel("Begun a second")).hasValue("2.5");
    assertThat(page.getByLabel("Burst")).hasValue("3");

    page.navigate("/");
    page.getByLabel("Pause doomed").click();
    assertThat(page.getByLabel("Resume doomed")).isVisible();
    toast(page).getByText("Undo").click();
    assertThat(page.getByLabel("Pause doomed")).isVisible();

    page.getByLabel("Delete doomed").click();
    button(page, "Delete the queue").click();
    assertThat(page).hasURL(Pattern.compile(".*/delete$"));
    page.locator("#name").fill("doomed");
    button(page, "Delete the queue").click();
    page.waitForURL("**/queues");
    assertThat(toast(page)).containsText("doomed is deleted, with 1 task.");
  }

  @Tag("long")
  @Test
  void aViewerSeesEverythingAndIsOfferedNothing() {
    store("calm", "look", "{\"seen\": true}");
    var page = visitor.signIn(dispatcher.console(), Account.VIEWER);
    for (var path : List.of("/", "/queues", "/queues/calm", "/queues/calm/task?id=look", "/jobs")) {
      page.navigate(path);
      assertThat(page.locator("main form[method=post] button")).hasCount(0);
    }
    page.navigate("/queues/calm/task?id=look");
    assertThat(page.locator("#payload-text")).containsText("seen");
    page.navigate("/enqueue");
    assertThat(button(page, "Enqueue")).isDisabled();
  }

  @Test
  void theKeyboardFindsTheSearchAndTellsItsKeys() {
    var page = open("/queues/calm?state=scheduled");
    page.keyboard().press("?");
    assertThat(page.locator("#keys")).isVisible();
    page.keyboard().press("Escape");
    page.keyboard().press("/");
    assertThat(page.getByLabel("Exact id")).isFocused();
  }

  @Tag("long")
  @Test
  void withoutScriptsTasksAreFoundAndActedOnJustAsWell() {
    store("calm", "plain", "{}");
    var page = visitor.withoutScripts().signIn(dispatcher.console(), Account.OPERATOR);
    page.navigate("/queues/calm?state=scheduled&part=plain");
    page.getByLabel("Tick plain").check();
    button(page, "Archive").first().click();

    assertThat(toast(page)).containsText("Archived.");
    page.navigate("/queues/calm?state=archived");
    assertThat(page.getByRole(AriaRole.LINK, named("plain"))).isVisible();
  }

  private Page open(String path) {
    var page = visitor.signIn(dispatcher.console(), Account.OPERATOR);
    page.navigate(path);
    return page;
  }

  private static void store(String queue, String task, String data) {
    var answer =
        dispatcher
            .door()
            .post(
                UUID.randomUUID().toString(),
                data,
                "deliverqueue",
                queue,
                "delivertask",
                task,
                "deliverafter",
                "PT1H");
    assertThat(answer.statusCode()).isEqualTo(202);
  }

  /** A reload would lose it. */
  private static void markLoaded(Page page) {
    page.evaluate("window.loadedOnce = true");
  }

  private static void assertStillLoaded(Page page) {
    assertThat(page.evaluate("window.loadedOnce")).isEqualTo(true);
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static Locator.FilterOptions with(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static Locator tab(Page page, String state) {
    return page.locator(".tabs a").filter(with(state));
  }

  private static Locator toast(Page page) {
    return page.locator(".toast");
  }

  private static Locator field(Page page, String id) {
    return page.locator(".field")
        .filter(new Locator.FilterOptions().setHas(page.locator("#" + id)));
  }
}
