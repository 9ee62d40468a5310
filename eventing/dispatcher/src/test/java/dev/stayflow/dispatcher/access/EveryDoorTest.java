package dev.stayflow.dispatcher.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.dispatcher.ConsoleClient;
import dev.stayflow.dispatcher.RunningDispatcher;
import dev.stayflow.dispatcher.RunningDispatcher.Mapping;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Whatever anybody adds to this service is behind the rules, too. */
class EveryDoorTest {
  private static final Set<String> OPEN = Set.of("/sign-in", "/sign-out");
  private static final RunningDispatcher DISPATCHER = SharedConsole.DISPATCHER;

  @Test
  void whoHasNotSignedInReadsNothingAndChangesNothing() {
    var nobody = ConsoleClient.at(DISPATCHER.console());
    var csrf = nobody.csrf();

    each(
        DISPATCHER,
        (says, mapping) -> {
          var answer = ask(nobody, mapping, "X-XSRF-TOKEN", csrf);
          says.assertThat(answer.statusCode()).as("%s", mapping).isIn(401, 302, 404);
          if (answer.statusCode() == 302) {
            says.assertThat(answer.headers().firstValue("location").orElseThrow())
                .as("%s", mapping)
                .startsWith("/sign-in");
          }
        });
  }

  @Test
  void aViewerChangesNothing() {
    var viewer = DISPATCHER.viewer();
    var csrf = viewer.csrf();

    each(
        DISPATCHER,
        (says, mapping) -> {
          if (!mapping.method().equals("GET")) {
            var answer = ask(viewer, mapping, "X-XSRF-TOKEN", csrf);
            says.assertThat(answer.statusCode()).as("%s", mapping).isIn(403, 404);
          }
        });
  }

  @Test
  void inReadOnlyModeNobodyChangesAnything() {
    try (var dispatcher = RunningDispatcher.start(Map.of("CONSOLE_READ_ONLY", "true"))) {
      var operator = dispatcher.operator();
      var csrf = operator.csrf();
      each(
          dispatcher,
          (says, mapping) -> {
            if (!mapping.method().equals("GET")) {
              var answer = ask(operator, mapping, "X-XSRF-TOKEN", csrf);
              says.assertThat(answer.statusCode()).as("%s", mapping).isIn(403, 404);
            }
          });
      var refused = dispatcher.writer().post("/api/anything", Map.of());
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("read-only");
    }
  }

  /** A 404 above would also say that a path is for the other port; then that has to answer it. */
  @Test
  void eachPathIsAnsweredOnOnePortOnly() {
    var console = DISPATCHER.operator();
    var events = DISPATCHER.door();

    for (var path : List.of("/metrics", "/health/live", "/health/ready")) {
      assertThat(console.get(path).statusCode()).as(path).isEqualTo(404);
      assertThat(events.get(path).statusCode()).as(path).isEqualTo(200);
    }
    assertThat(console.post("/dead-letters", Map.of()).statusCode()).isEqualTo(404);
    assertThat(console.post("/", Map.of()).statusCode()).isEqualTo(404);
    for (var path :
        List.of("/sign-in", "/", "/queues", "/api/queues", "/health/..;/sign-in", "/%73ign-in")) {
      assertThat(events.get(path).statusCode()).as(path).isIn(400, 404);
    }
  }

  @Test
  void whatIsMeantForTheOtherPortCannotBeWrittenInAnotherWay() {
    var console = DISPATCHER.operator();

    for (var path : List.of("/%6detrics", "/metrics;x", "/health/../metrics", "//metrics")) {
      assertThat(console.get(path).statusCode()).as(path).isIn(400, 404);
    }
  }

  private static HttpResponse<String> ask(ConsoleClient who, Mapping mapping, String... headers) {
    var request = who.request(mapping.path(), headers);
    return who.send(request.method(mapping.method(), BodyPublishers.noBody()));
  }

  private interface Look {
    void at(SoftAssertions says, Mapping mapping);
  }

  private static void each(RunningDispatcher dispatcher, Look look) {
    var mappings =
        dispatcher.mappings().stream().filter(mapping -> !OPEN.contains(mapping.path())).toList();
    assertThat(mappings).extracting(Mapping::path).contains("/", "/api/queues");
    SoftAssertions.assertSoftly(says -> mappings.forEach(mapping -> look.at(says, mapping)));
  }
}
