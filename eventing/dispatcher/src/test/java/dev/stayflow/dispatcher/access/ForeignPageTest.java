package dev.stayflow.dispatcher.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.dispatcher.ConsoleClient;
import dev.stayflow.dispatcher.RunningDispatcher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other sites can neither act in somebody's name nor show or watch the console. */
class ForeignPageTest {
  private static final RunningDispatcher DISPATCHER = SharedConsole.DISPATCHER;

  @ParameterizedTest
  @ValueSource(strings = {"/api/nothing", "/nothing"})
  void aPostWithoutTheTokenOfAPageIsRefused(String path) {
    var olga = DISPATCHER.operator();
    assertThat(olga.post(path, Map.of()).statusCode()).isEqualTo(404);

    assertThat(post(olga, path).statusCode()).isEqualTo(403);
    assertThat(post(olga, path, "X-XSRF-TOKEN", "made up").statusCode()).isEqualTo(403);
    assertThat(post(olga, path, "X-XSRF-TOKEN", DISPATCHER.operator().csrf()).statusCode())
        .as("of somebody else")
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/nothing", "/nothing", "/sign-in", "/sign-out"})
  void aPostFromAnotherSiteIsRefusedEvenWithTheToken(String path) {
    var olga = DISPATCHER.operator();
    var here = DISPATCHER.console().toString();

    for (var site : List.of("cross-site", "same-site")) {
      assertThat(olga.post(path, Map.of(), "Sec-Fetch-Site", site).statusCode()).isEqualTo(403);
    }
    for (var origin : List.of("https://evil.example", "null", here + "1", "http://localhost")) {
      assertThat(olga.post(path, Map.of(), "Origin", origin).statusCode()).isEqualTo(403);
    }
    assertThat(olga.post(path, Map.of(), "Origin", here, "Sec-Fetch-Site", "same-origin"))
        .extracting(HttpResponse::statusCode)
        .isNotEqualTo(403);
  }

  @Test
  void aPageOfAnotherSiteMayNotUseAProgramsToken() {
    var writer = DISPATCHER.writer();

    assertThat(writer.post("/api/nothing", Map.of()).statusCode()).isEqualTo(404);
    assertThat(writer.post("/api/nothing", Map.of(), "Origin", "https://evil.example").statusCode())
        .isEqualTo(403);
    var preflight = writer.request("/api/nothing", "Access-Control-Request-Method", "POST");
    var answer = writer.send(preflight.method("OPTIONS", BodyPublishers.noBody()));
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void pagesMayNotBeFramedKeptOrGuessedAt() {
    var headers = DISPATCHER.viewer().get("/sign-in").headers();

    assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'self'", "frame-ancestors 'none'", "form-action 'self'")
        .doesNotContain("unsafe");
    assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
    assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(headers.firstValue("Referrer-Policy")).hasValue("same-origin");
    assertThat(headers.firstValue("Cache-Control").orElseThrow()).contains("no-store");
    assertThat(headers.firstValue("Strict-Transport-Security")).as("plain HTTP").isEmpty();
  }

  @Test
  void behindAProxyThatSpeaksHttpsCookiesNeedItToo() {
    var somebody = ConsoleClient.at(DISPATCHER.console());
    var page = somebody.get("/sign-in", "X-Forwarded-Proto", "https");

    assertThat(page.headers().firstValue("Strict-Transport-Security").orElseThrow())
        .contains("max-age");
    assertThat(page.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("HttpOnly", "SameSite=Lax", "Secure");
    var plain = ConsoleClient.at(DISPATCHER.console());
    var in = plain.signIn("olga", "correct horse battery");
    assertThat(in.headers().allValues("Set-Cookie"))
        .anySatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith("dispatcher_session=")
                    .contains("HttpOnly", "SameSite=Lax", "Path=/")
                    .doesNotContain("Secure"));
  }

  private static HttpResponse<String> post(ConsoleClient who, String path, String... headers) {
    return who.send(who.request(path, headers).POST(BodyPublishers.noBody()));
  }
}
