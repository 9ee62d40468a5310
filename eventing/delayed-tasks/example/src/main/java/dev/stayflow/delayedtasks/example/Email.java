package dev.stayflow.delayedtasks.example;

import com.fasterxml.jackson.annotation.JsonProperty;
import tools.jackson.databind.json.JsonMapper;

/**
 * A mail that is to be sent, and how a task holds it: {@code {"Email": ..., "Content": ...}}.
 *
 * @param email whom it goes to
 */
record Email(@JsonProperty("Email") String email, @JsonProperty("Content") String content) {
  /** What the scheduler and the worker call such a task. */
  static final String TYPE = "schedule:email";

  private static final JsonMapper JSON = JsonMapper.shared();

  static Email read(byte[] payload) {
    return JSON.readValue(payload, Email.class);
  }

  byte[] payload() {
    return JSON.writeValueAsBytes(this);
  }
}
