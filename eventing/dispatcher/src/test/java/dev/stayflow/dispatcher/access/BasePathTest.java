package dev.stayflow.dispatcher.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.dispatcher.ConsoleClient;
import dev.stayflow.dispatcher.RunningDispatcher;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console behind a proxy, at a part of a host's paths. */
class BasePathTest {
  private static final RunningDispatcher DISPATCHER =
      RunningDispatcher.start(Map.of("CONSOLE_BASE_PATH", "/tools/dispatcher"));

  @AfterAll
  static void close() {
    DISPATCHER.close();
  }

  /** With what the proxy leaves of the prefix: all of it, or nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"/tools/dispatcher", ""})
  void linksRedirectsAndCookiesHoldThePrefixThatTheBrowserSees(String left) {
    var proxied = ConsoleClient.at(URI.create(DISPATCHER.console() + left));

    assertThat(proxied.get("/queues?x=1").headers().firstValue("location"))
        .hasValue("/tools/dispatcher/sign-in?to=%2Fqueues%3Fx%3D1");
    assertThat(
            proxied
                .get(
                    "/live",
                    "HX-Request",
                    "true",
                    "HX-Current-URL",
                    "https://example.org/tools/dispatcher/queues?x=1")
                .headers()
                .firstValue("HX-Redirect"))
        .hasValue("/tools/dispatcher/sign-in?to=%2Fqueues%3Fx%3D1");
    var page = proxied.get("/sign-in");
    assertThat(page.body())
        .contains("action=\"/tools/dispatcher/sign-in\"", "href=\"/tools/dispatcher/assets/");
    assertThat(page.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("Path=/tools/dispatcher;");
    var styles = proxied.get(within(page.body()));
    assertThat(styles.statusCode()).isEqualTo(200);
    assertThat(styles.headers().firstValue("Content-Type").orElseThrow()).contains("text/css");
  }

  /** The path of a page's style sheet, without the prefix. */
  private static String within(String page) {
    var link = Pattern.compile("href=\"/tools/dispatcher(/assets/[^\"]+[.]css)\"").matcher(page);
    assertThat(link.find()).isTrue();
    return link.group(1);
  }

  @Test
  void peopleSignInAndOut() {
    var olga = ConsoleClient.at(URI.create(DISPATCHER.console() + "/tools/dispatcher"));

    var in =
        olga.post(
            "/sign-in",
            Map.of("name", "olga", "password", "correct horse battery", "to", "/nothing"));

    assertThat(in.headers().firstValue("location")).hasValue("/tools/dispatcher/nothing");
    assertThat(in.headers().allValues("Set-Cookie").toString())
        .contains("dispatcher_session=", "Path=/tools/dispatcher;");
    var missing = olga.get("/nothing", "Accept", "text/html");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).contains("href=\"/tools/dispatcher/queues\"");
    assertThat(olga.get(within(missing.body())).statusCode()).isEqualTo(200);
    assertThat(olga.post("/sign-out", Map.of()).headers().firstValue("location"))
        .hasValue("/tools/dispatcher/sign-in");
    assertThat(olga.get("/nothing").statusCode()).isEqualTo(302);
  }

  @Test
  void theRulesHoldOnBothWays() {
    var reader = DISPATCHER.reader();

    for (var path : new String[] {"/api/nothing", "/tools/dispatcher/api/nothing"}) {
      assertThat(ConsoleClient.at(DISPATCHER.console()).get(path).statusCode()).isEqualTo(401);
      assertThat(reader.get(path).statusCode()).isEqualTo(404);
      assertThat(reader.post(path, Map.of()).statusCode()).isEqualTo(403);
    }
    assertThat(reader.get("/tools/dispatcher/metrics").statusCode()).isEqualTo(404);
    assertThat(DISPATCHER.door().get("/tools/dispatcher/sign-in").statusCode()).isEqualTo(404);
    assertThat(DISPATCHER.door().get("/metrics").statusCode()).isEqualTo(200);
  }
}
