package dev.stayflow.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;

/** What the ingress answered. */
final class Answered {
  private Answered() {}

  static void assertAccepted(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("ce-"));
  }

  static void assertOutcome(String outcome, HttpResponse<String> answer) {
    assertAccepted(answer);
    assertThat(answer.headers().firstValue("Deliver-Outcome")).hasValue(outcome);
  }

  static void assertRefused(HttpResponse<String> answer, String attribute) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("\"attribute\":\"" + attribute + "\"");
  }
}
