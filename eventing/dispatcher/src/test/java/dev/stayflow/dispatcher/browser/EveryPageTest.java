package dev.stayflow.dispatcher.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What must be so on all pages alike. */
class EveryPageTest {
  @RegisterExtension static final Demo DEMO = new Demo();
  @RegisterExtension final Visitor visitor = new Visitor();

  private static final Set<String> GRAVE = Set.of("serious", "critical");

  /** Where things are shown. */
  static final List<String> SHOWING =
      List.of(
          "/",
          "/queues",
          "/queues/default?state=retry",
          "/queues/digests?state=aggregating",
          "/queues/digests/task?id=digest:1",
          "/jobs",
          "/schedulers",
          "/schedulers/schedule?id=nightly-report",
          "/servers",
          "/redis",
          "/q/metrics",
          "/settings",
          "/audit");

  /** Where they are changed. */
  private static final List<String> CHANGING =
      List.of(
          "/enqueue",
          "/queues/digests/limits",
          "/queues/digests/delete",
          "/schedulers/edit",
          "/schedulers/edit?id=nightly-report",
          "/schedulers/delete?id=rates");

  @Test
  @Tag("long")
  void nothingKeepsPeopleOutOfAnyPage() {
    var page = visitor.signIn(DEMO.console(), Account.OPERATOR);

    assertThat(pages().stream().flatMap(path -> barriers(page, path))).isEmpty();
  }

  @Test
  @Tag("long")
  void nothingKeepsPeopleOutInTheDark() {
    var page = visitor.dark().signIn(DEMO.console(), Account.OPERATOR);

    assertThat(pages().stream().flatMap(path -> barriers(page, path))).isEmpty();
  }

  @Test
  void aPhoneShowsEachPageWithoutScrollingSideways() {
    var page = visitor.phone().signIn(DEMO.console(), Account.OPERATOR);

    var tooWide = new ArrayList<String>();
    for (var path : pages()) {
      page.navigate(path);
      var width = (int) page.evaluate("document.documentElement.scrollWidth");
      if (width > 375) {
        tooWide.add(path + " is " + width);
      }
    }

    assertThat(tooWide).isEmpty();
  }

  private static List<String> pages() {
    return Stream.concat(SHOWING.stream(), CHANGING.stream()).toList();
  }

  private static Stream<String> barriers(Page page, String path) {
    page.navigate(path);
    return new AxeBuilder(page)
        .setLegacyMode(true).analyze().getViolations().stream()
            .filter(rule -> GRAVE.contains(rule.getImpact()))
            .map(rule -> path + ": " + told(rule));
  }

  private static String told(Rule rule) {
    var where = rule.getNodes().stream().limit(3).map(node -> node.getHtml()).toList();
    return rule.getId() + ", " + rule.getHelp() + ": " + where;
  }
}
