package dev.stayflow.local.knative;

import io.cloudevents.CloudEvent;
import java.util.Optional;

/** What came of sending an event once. */
sealed interface Answer {
  /** 2xx with an empty body, or with an event that the Broker is to publish. */
  record Taken(Optional<CloudEvent> reply) implements Answer {}

  /** 2xx with a body that is not one event: a failure that no retry cures. */
  record BadReply() implements Answer {}

  /**
   * Any other status.
   *
   * @param data Base64 of the start of the body; empty when there is none
   */
  record Refused(int status, String data) implements Answer {
    /** Whether Knative tries again; every other status is a dead letter at once. */
    boolean retryable() {
      return switch (status) {
        case 404, 408, 409, 429 -> true;
        default -> status >= 500;
      };
    }
  }

  /** No answer: connection refused or closed, unknown host, time limit. */
  record Unreachable(String reason) implements Answer {}

  /** Whether trying again may help. */
  default boolean worthRetrying() {
    return switch (this) {
      case Taken taken -> false;
      case BadReply badReply -> false;
      case Refused refused -> refused.retryable();
      case Unreachable unreachable -> true;
    };
  }

  /** For the log. */
  default String description() {
    return switch (this) {
      case Taken taken -> "taken";
      case BadReply badReply -> "2xx with a body that is not a CloudEvent";
      case Refused refused -> "status " + refused.status();
      case Unreachable unreachable -> unreachable.reason();
    };
  }
}
