package dev.stayflow.dispatcher.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.dispatcher.ConsoleClient;
import dev.stayflow.dispatcher.RunningDispatcher;
import dev.stayflow.dispatcher.access.Seal.Purpose;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody shows to come in: links, cookies, tokens; genuine, old, used and forged. */
class ProofTest {
  private static final String SECRET =
      Objects.requireNonNull(ConsoleClient.SETTINGS.get("CONSOLE_SECRET"));
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final RunningDispatcher DISPATCHER = SharedConsole.DISPATCHER;

  private final ConsoleClient somebody = ConsoleClient.at(DISPATCHER.console());

  @Test
  void aSignedInLinkWorksOnce() {
    var link = link(SECRET, Instant.now(), Purpose.LINK, "operator");

    assertThat(goesTo(follow(link))).isEqualTo("/");
    assertThat(somebody.post("/api/nothing", Map.of()).statusCode()).isEqualTo(404);

    assertThat(goesTo(follow(link))).isEqualTo("/sign-in?problem=link");
  }

  @Test
  void aLinkGivesTheRoleItWasMadeFor() {
    follow(link(SECRET, Instant.now(), Purpose.LINK, "viewer"));

    assertThat(somebody.get("/nothing").statusCode()).isEqualTo(404);
    assertThat(somebody.post("/api/nothing", Map.of()).statusCode()).isEqualTo(403);
  }

  @Test
  void aLinkThatIsOldForgedOrMeantForSomethingElseIsRefused() {
    var now = Instant.now();
    var elsewhere = "another secret, which is long enough as well";
    var old = now.minus(TEN_MINUTES).minusSeconds(1);

    assertRefused(link(SECRET, old, Purpose.LINK, "operator"));
    assertRefused(link(elsewhere, now, Purpose.LINK, "operator"));
    assertRefused(link(SECRET, now, Purpose.SESSION, "operator"));
    assertRefused(link(SECRET, now, Purpose.LINK, "emperor"));
    assertRefused("made up");
    var withoutSignature = link(SECRET, now, Purpose.LINK, "operator").replaceAll("[^.]*$", "");
    assertRefused(withoutSignature);
  }

  @Test
  void aCookieThatIsOldForgedOrMeantForSomethingElseIsRefused() {
    var now = Instant.now();
    var genuine = link(SECRET, now, Purpose.SESSION, "OPERATOR");
    assertThat(withCookie(genuine)).isEqualTo(404);

    assertThat(withCookie(link(SECRET, now.minusSeconds(43_201), Purpose.SESSION, "OPERATOR")))
        .isEqualTo(401);
    assertThat(withCookie(link(SECRET, now, Purpose.LINK, "OPERATOR"))).isEqualTo(401);
    assertThat(withCookie(link("x".repeat(32), now, Purpose.SESSION, "OPERATOR"))).isEqualTo(401);
    assertThat(withCookie(genuine.substring(1))).isEqualTo(401);
  }

  @Test
  void anyReplicaKnowsWhoHasSignedInAtAnother() {
    var olga = DISPATCHER.operator();
    try (var replica = RunningDispatcher.start(Map.of())) {
      assertThat(olga.at(replica.console(), "/api/nothing")).isEqualTo(404);
    }
    var changed =
        Map.of(
            "CONSOLE_USERS",
            "olga:operator:{bcrypt}$2a$04$bPzVOgBQwW1xV3kqSy2KTOQGCbGkpQyE1tqTzMxbaVxV8pFQYYq0q");
    try (var replica = RunningDispatcher.start(changed)) {
      assertThat(olga.at(replica.console(), "/api/nothing"))
          .as("with another password")
          .isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer a-token-of-these-tests-that-may-writ",
        "Bearer a-token-of-these-tests-that-may-write2",
        "Bearer ",
        "Bearer null",
        "Basic b2xnYTpjb3JyZWN0IGhvcnNlIGJhdHRlcnk="
      })
  void aWrongTokenIsRefused(String header) {
    var answer = somebody.get("/api/nothing", "Authorization", header);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
  }

  @Test
  void aWrongTokenIsNotMadeGoodByACookie() {
    var olga = DISPATCHER.operator();

    assertThat(olga.get("/api/nothing").statusCode()).isEqualTo(404);
    assertThat(olga.get("/api/nothing", "Authorization", "Bearer x").statusCode()).isEqualTo(401);
  }

  @Test
  void guessingAPasswordGetsSlow() {
    for (var guess = 1; guess <= 5; guess++) {
      assertThat(goesTo(somebody.signIn("mallory", "guess " + guess)))
          .isEqualTo("/sign-in?problem=password");
    }

    assertThat(goesTo(somebody.signIn("mallory", "guess 6"))).isEqualTo("/sign-in?problem=wait");
    assertThat(goesTo(somebody.signIn("nobody", "guess"))).isEqualTo("/sign-in?problem=password");
    assertThat(somebody.get("/sign-in?problem=wait").body()).contains("Wait a minute");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\evil",
        "evil",
        "/a\nb"
      })
  void aLinkToTheSignInPageCannotLeadElsewhere(String to) {
    var answer =
        somebody.post(
            "/sign-in", Map.of("name", "olga", "password", "correct horse battery", "to", to));

    assertThat(goesTo(answer)).isEqualTo("/");
  }

  private HttpResponse<String> follow(String link) {
    return somebody.get("/sign-in?link=" + link.replace(" ", "%20"));
  }

  private void assertRefused(String link) {
    assertThat(goesTo(follow(link))).isEqualTo("/sign-in?problem=link");
    assertThat(somebody.get("/api/nothing").statusCode()).isEqualTo(401);
  }

  private int withCookie(String value) {
    return somebody.get("/api/nothing", "Cookie", "dispatcher_session=" + value).statusCode();
  }

  private static String link(String secret, Instant at, Purpose purpose, String role) {
    var seal = new Seal(secret.getBytes(StandardCharsets.UTF_8), InstantSource.fixed(at));
    var life = purpose == Purpose.SESSION ? Duration.ofHours(12) : TEN_MINUTES;
    var id = UUID.randomUUID().toString();
    return seal.sign(purpose, life, Map.of("sub", "lea", "role", role, "jti", id, "mark", ""));
  }

  private static String goesTo(HttpResponse<?> answer) {
    assertThat(answer.statusCode()).isEqualTo(302);
    return answer.headers().firstValue("location").orElseThrow();
  }
}
