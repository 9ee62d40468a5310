package dev.stayflow.runtime;

/** What the runtime itself refuses. */
final class Problems {
  private Problems() {}

  static Response noSuchPath() {
    return Response.problem(Problem.of(404, "not-found", "There is nothing at this path"));
  }

  static Response onlyPost() {
    return Response.problem(Problem.of(405, "method-not-allowed", "Only POST is answered here"))
        .header("Allow", "POST");
  }

  static Response tooLarge(int most) {
    return Response.problem(
        Problem.of(413, "too-large", "The body is too large")
            .detail("Send no more than " + most + " bytes"));
  }

  static Response unsupported(boolean events) {
    return Response.problem(
        Problem.of(415, "unsupported-media-type", "This kind of content is not understood")
            .detail(
                events
                    ? "Send one CloudEvent, in binary mode or as application/cloudevents+json"
                    : "Send Content-Type: application/json, in UTF-8"));
  }

  static Response brokenEvent(BrokenEvent broken) {
    return Response.problem(
        Problem.of(400, "bad-event", "This is not a CloudEvent")
            .detail(String.valueOf(broken.getMessage())));
  }
}
