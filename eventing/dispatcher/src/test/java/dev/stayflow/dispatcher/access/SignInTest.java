package dev.stayflow.dispatcher.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.dispatcher.ConsoleClient;
import dev.stayflow.dispatcher.RunningDispatcher;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignInTest {
  private static final RunningDispatcher DISPATCHER = SharedConsole.DISPATCHER;

  @Test
  void nobodyGetsPastTheSignInPage() {
    var nobody = ConsoleClient.at(DISPATCHER.console());

    assertThat(goesTo(nobody.get("/queues?x=1"))).isEqualTo("/sign-in?to=%2Fqueues%3Fx%3D1");
    assertThat(nobody.get("/api/queues").statusCode()).isEqualTo(401);
    assertThat(nobody.get("/api/queues").body()).contains("sign-in-needed");
    var fragment = nobody.get("/queues", "HX-Request", "true");
    assertThat(fragment.statusCode()).isEqualTo(401);
    assertThat(fragment.headers().firstValue("HX-Redirect")).hasValue("/sign-in?to=%2Fqueues");
    assertThat(goesTo(nobody.post("/anything", Map.of()))).isEqualTo("/sign-in");
  }

  @Test
  void whoSignsInGetsToThePageTheyWanted() {
    var olga = ConsoleClient.at(DISPATCHER.console());

    var answer =
        olga.post(
            "/sign-in",
            Map.of("name", "olga", "password", "correct horse battery", "to", "/queues?x=1"));

    assertThat(goesTo(answer)).isEqualTo("/queues?x=1");
    assertThat(olga.get("/queues?x=1").statusCode()).isEqualTo(200);
  }

  @Test
  void whoSignsOutIsOut() {
    var olga = DISPATCHER.operator();
    assertThat(olga.get("/nothing").statusCode()).isEqualTo(404);

    assertThat(goesTo(olga.post("/sign-out", Map.of()))).isEqualTo("/sign-in");

    assertThat(goesTo(olga.get("/nothing"))).isEqualTo("/sign-in?to=%2Fnothing");
  }

  @Test
  void aViewerMayNotActAndIsToldWhy() {
    var answer = DISPATCHER.viewer().post("/api/queues/default/pause", Map.of());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("Only operators");
  }

  @Test
  void programsShowAToken() {
    assertThat(DISPATCHER.reader().get("/api/nothing").statusCode()).isEqualTo(404);
    assertThat(DISPATCHER.reader().post("/api/nothing", Map.of()).statusCode()).isEqualTo(403);
    assertThat(DISPATCHER.writer().post("/api/nothing", Map.of()).statusCode()).isEqualTo(404);
  }

  private static String goesTo(HttpResponse<?> answer) {
    assertThat(answer.statusCode()).isEqualTo(302);
    return answer.headers().firstValue("location").orElseThrow();
  }
}
