package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The dead letters of a stack, by the dispatcher's API. */
final class DeadLetters {
  private static final String QUEUE = "/api/queues/dead-letters/";

  private final LiveStack stack;

  DeadLetters(LiveStack stack) {
    this.stack = stack;
  }

  /**
   * The id of a letter about a subject, once one stands there. A refund that stays refused is asked
   * for again now and then, and each time that adds one.
   */
  String awaitOne(String subject, Duration limit) {
    return await()
        .ignoreExceptions()
        .atMost(limit)
        .until(() -> about(subject), Optional::isPresent)
        .orElseThrow();
  }

  /** Sends a letter to where it could not be delivered, once more. */
  void run(String id) {
    assertThat(stack.dispatcher("POST", QUEUE + "task/run?id=" + encoded(id)).status())
        .isEqualTo(204);
  }

  /** Everything that is known of a letter. */
  JsonNode show(String id) {
    return stack.dispatcher("GET", QUEUE + "task?id=" + encoded(id)).json();
  }

  private Optional<String> about(String subject) {
    JsonNode found =
        stack
            .dispatcher("GET", QUEUE + "search?states=archived&subject=" + subject)
            .json()
            .path("tasks");
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0).path("id").asString());
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8);
  }
}
