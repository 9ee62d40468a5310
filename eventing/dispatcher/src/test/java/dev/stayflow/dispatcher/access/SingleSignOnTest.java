package dev.stayflow.dispatcher.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.stayflow.dispatcher.ConsoleClient;
import dev.stayflow.dispatcher.RunningDispatcher;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SingleSignOnTest {
  private static final OidcProvider PROVIDER = OidcProvider.start();
  private static final RunningDispatcher DISPATCHER =
      RunningDispatcher.start(
          Map.of(
              "CONSOLE_OIDC_ISSUER",
              PROVIDER.issuer(),
              "CONSOLE_OIDC_CLIENT_ID",
              "console",
              "CONSOLE_OIDC_CLIENT_SECRET",
              "between the two",
              "CONSOLE_OIDC_OPERATORS",
              "group:on-call,boss@example.org",
              "CONSOLE_OIDC_VIEWERS",
              "subject-7"));

  private final ConsoleClient somebody = ConsoleClient.at(DISPATCHER.console());

  @AfterAll
  static void close() {
    DISPATCHER.close();
    PROVIDER.close();
  }

  @Test
  void aListedSubjectComesInAsAViewerAtThePageTheyWanted() {
    PROVIDER.says(claims -> claims.subject("subject-7"));

    assertThat(goesTo(signIn("?to=%2Fqueues%3Fstate%3Dretry"))).isEqualTo("/queues?state=retry");
    assertThat(somebody.get("/nothing").statusCode()).isEqualTo(404);
    assertThat(somebody.post("/api/nothing", Map.of()).statusCode()).isEqualTo(403);
  }

  @Test
  void aListedGroupComesInAsOperators() {
    PROVIDER.says(claims -> claims.claim("groups", List.of("all", "on-call")));

    assertThat(goesTo(signIn(""))).isEqualTo("/");
    assertThat(somebody.post("/api/nothing", Map.of()).statusCode()).isEqualTo(404);
  }

  @Test
  void aListedAddressCountsOnceTheProviderHasVerifiedIt() {
    PROVIDER.says(claims -> claims.claim("email", "boss@example.org"));
    assertThat(goesTo(signIn(""))).isEqualTo("/sign-in?problem=person");

    PROVIDER.says(
        claims -> claims.claim("email", "boss@example.org").claim("email_verified", true));
    assertThat(goesTo(signIn(""))).isEqualTo("/");
  }

  @Test
  void somebodyWhomNobodyListedIsToldSo() {
    PROVIDER.says(claims -> claims);

    assertThat(goesTo(signIn(""))).isEqualTo("/sign-in?problem=person");
    assertThat(somebody.get("/sign-in?problem=person").body()).contains("have no role here");
    assertThat(somebody.get("/nothing").statusCode()).isEqualTo(302);
  }

  static Stream<Arguments> lies() {
    return Stream.of(
        Arguments.of("nonce", lie(claims -> claims.claim("nonce", "of another sign-in"))),
        Arguments.of("issuer", lie(claims -> claims.issuer("http://localhost:1"))),
        Arguments.of("audience", lie(claims -> claims.audience("another client"))),
        Arguments.of("end", lie(claims -> claims.expirationTime(Date.from(Instant.EPOCH)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void aTokenThatDoesNotFitIsRefused(String what, UnaryOperator<JWTClaimsSet.Builder> lie) {
    PROVIDER.says(claims -> lie.apply(claims.subject("subject-7")));

    assertThat(goesTo(signIn(""))).as(what).isEqualTo("/sign-in?problem=provider");
    assertThat(somebody.get("/nothing").statusCode()).isEqualTo(302);
  }

  @Test
  void anAnswerThatNobodyAskedForIsRefused() {
    PROVIDER.says(claims -> claims.subject("subject-7"));

    var answer = somebody.get("/login/oauth2/code/oidc?code=code-1&state=made-up");

    assertThat(goesTo(answer)).isEqualTo("/sign-in?problem=provider");
  }

  @Test
  void aProviderThatIsAwayIsToldOnTheSignInPageAndNotAtStart() {
    var away =
        Map.of(
            "CONSOLE_OIDC_ISSUER", "http://localhost:1",
            "CONSOLE_OIDC_CLIENT_ID", "console",
            "CONSOLE_OIDC_CLIENT_SECRET", "between the two",
            "CONSOLE_OIDC_OPERATORS", "group:on-call");
    try (var dispatcher = RunningDispatcher.start(away)) {
      var nobody = ConsoleClient.at(dispatcher.console());

      assertThat(nobody.get("/sign-in").body()).contains("Single sign-on");
      assertThat(goesTo(nobody.get("/oauth2/authorization/oidc")))
          .isEqualTo("/sign-in?problem=provider");
    }
  }

  /** As a browser does it: from here to the provider, and back. */
  private HttpResponse<String> signIn(String query) {
    var provider = goesTo(somebody.get("/oauth2/authorization/oidc" + query));
    assertThat(provider).startsWith(PROVIDER.issuer() + "/authorize?");
    var back = goesTo(somebody.send(HttpRequest.newBuilder(URI.create(provider))));
    assertThat(back).startsWith(DISPATCHER.console() + "/login/oauth2/code/oidc?");
    return somebody.send(HttpRequest.newBuilder(URI.create(back)));
  }

  private static UnaryOperator<JWTClaimsSet.Builder> lie(UnaryOperator<JWTClaimsSet.Builder> lie) {
    return lie;
  }

  private static String goesTo(HttpResponse<?> answer) {
    assertThat(answer.statusCode()).isEqualTo(302);
    return answer.headers().firstValue("location").orElseThrow();
  }
}
