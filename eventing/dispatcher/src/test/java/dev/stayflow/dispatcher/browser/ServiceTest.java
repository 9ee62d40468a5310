package dev.stayflow.dispatcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.stayflow.delayedtasks.DelayedTaskServer;
import dev.stayflow.delayedtasks.Outcome;
import dev.stayflow.delayedtasks.RedisConnection;
import dev.stayflow.delayedtasks.RedisSettings;
import dev.stayflow.delayedtasks.Schedule;
import dev.stayflow.delayedtasks.Scheduler;
import dev.stayflow.delayedtasks.Schedules;
import dev.stayflow.delayedtasks.ServerOptions;
import dev.stayflow.delayedtasks.Task;
import dev.stayflow.delayedtasks.TaskMux;
import dev.stayflow.dispatcher.RunningDispatcher;
import dev.stayflow.local.servers.RedisServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Consoles that run elsewhere than usual, or badly. */
class ServiceTest {
  private static final double A_MINUTE_AND_MORE = 75_000;

  @RegisterExtension final Visitor visitor = new Visitor();

  @Test
  void pagesSayThatRedisIsAwayAndGoOnWhenItIsBack(@TempDir Path state) {
    visitor.expect("503: GET");
    var server = RedisServer.start(state, 0);
    var port = server.port();
    try (var dispatcher = RunningDispatcher.start(server, Map.of("SHUTDOWN_GRACE", "PT1S"))) {
      var page = visitor.signIn(dispatcher.console(), Account.VIEWER);
      page.navigate("/servers");
      assertThat(page.locator("section.panel")).hasCount(1);

      server.kill();
      assertThat(page.locator("#away")).isVisible();
      page.navigate("/redis");
      assertThat(page.locator("h1")).hasText("Redis cannot be reached");

      server = RedisServer.start(state, port);
      assertThat(page.locator("h1")).hasText("Redis");
      assertThat(page.locator("section.panel")).hasCount(1);
      page.context().close();
    } finally {
      server.close();
    }
  }

  @Test
  void behindAPathPrefixAllIsBelowIt() {
    try (var dispatcher = RunningDispatcher.start(Map.of("CONSOLE_BASE_PATH", "/tools/later"))) {
      var base = URI.create(dispatcher.console() + "/tools/later");
      var page = visitor.signIn(base, Account.OPERATOR);
      assertThat(page.locator("#live")).hasAttribute("data-live", "on");

      for (var name :
          new String[] {
            "Queues", "Schedulers", "Servers", "Redis", "Metrics", "Audit", "Settings"
          }) {
        page.locator(".side a", new Page.LocatorOptions().setHasText(name)).click();
        assertThat(page.locator("h1")).hasText(name);
        assertThat(page.url()).contains("/tools/later/");
      }
      page.context().close();
    }
  }

  @Test
  @Tag("long")
  void thePeriodicTaskOfAnotherProgramShowsWithItsNextAndPreviousFiring() {
    var payload = "{\"Email\":\"guest@example.com\",\"Content\":\"Your stay begins tomorrow.\"}";
    var task =
        Task.of("schedule:email", payload.getBytes(StandardCharsets.UTF_8)).inQueue("emails");
    try (var server = RedisServer.startTemporary("--requirepass", "secret");
        var dispatcher =
            RunningDispatcher.start(
                server, Map.of("REDIS_PASSWORD", "secret", "CONCURRENCY", "0"));
        var redis = RedisConnection.open(RedisSettings.of(server.url()).withPassword("secret"));
        var scheduler = new Scheduler(redis);
        var worker = worker(redis)) {
      scheduler.start();
      worker.start();
      new Schedules(redis)
          .put(Schedule.of("email", "*/1 * * * *", task.retention(Duration.ofDays(1))));
      var page = visitor.signIn(dispatcher.console(), Account.VIEWER);
      page.navigate("/schedulers");

      var row = page.locator("tbody tr");
      assertThat(row).containsText("schedule:email");
      assertThat(row).containsText("*/1 * * * *");
      assertThat(row.locator("[data-label=Next] time")).containsText("in ");
      // at the end of a minute it has fired before we look
      assertThat(row.locator("[data-label=Previous]")).containsText(Pattern.compile("never|ago"));
      assertThat(row.locator("[data-label=Previous] time"))
          .containsText("ago", within(A_MINUTE_AND_MORE));

      row.getByText("email").first().click();
      assertThat(page.getByLabel("Payload")).containsText("guest@example.com");
      assertThat(page.locator(".timeline .next")).hasCount(5);
      assertThat(page.locator("tbody tr")).containsText("on time");
      assertThat(page.locator("tbody tr")).containsText("completed");
      page.locator("tbody tr a").first().click();
      assertThat(page.locator("main")).containsText("Your stay begins tomorrow.");
      page.context().close();
    }
  }

  private static DelayedTaskServer worker(RedisConnection redis) {
    var handlers = new TaskMux().on("schedule:email", _ -> new Outcome.Done());
    return new DelayedTaskServer(
        redis, ServerOptions.of("emails"), handlers, new SplittableRandom(1));
  }

  private static LocatorAssertions.ContainsTextOptions within(double millis) {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(millis);
  }
}
