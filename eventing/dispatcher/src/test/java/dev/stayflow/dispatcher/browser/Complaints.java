package dev.stayflow.dispatcher.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * What a browser was not content with: errors on its console (what the content security policy
 * forbids among them), scripts that broke, requests that failed.
 */
final class Complaints {
  /** The browser's own line for an answer that stands among the answers here already. */
  private static final String TOLD_TWICE = "Failed to load resource";

  /** What a page was still asking for when it was left. */
  private static final String LEFT = "net::ERR_ABORTED";

  private final List<String> heard = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();

  void listenTo(BrowserContext context) {
    context.onConsoleMessage(this::hear);
    context.onWebError(error -> heard.add("script: " + error.error()));
    context.onRequestFailed(this::hear);
    context.onResponse(this::hear);
  }

  /** Complaints with this text in them are part of the test. */
  void expect(String part) {
    expected.add(part);
  }

  List<String> heard() {
    return List.copyOf(heard);
  }

  List<String> unexpected() {
    return heard.stream().filter(one -> expected.stream().noneMatch(one::contains)).toList();
  }

  private void hear(ConsoleMessage message) {
    if (message.type().equals("error") && !message.text().startsWith(TOLD_TWICE)) {
      heard.add("console: %s (%s)".formatted(message.text(), message.location()));
    }
  }

  private void hear(Request failed) {
    if (!LEFT.equals(failed.failure())) {
      heard.add("%s: %s %s".formatted(failed.failure(), failed.method(), failed.url()));
    }
  }

  private void hear(Response answer) {
    if (answer.status() >= 400) {
      heard.add("%d: %s %s".formatted(answer.status(), answer.request().method(), answer.url()));
    }
  }
}
