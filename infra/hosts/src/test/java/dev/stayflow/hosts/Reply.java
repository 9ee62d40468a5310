package dev.stayflow.hosts;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client gets.
 *
 * @param headers by lower-case name
 */
record Reply(int status, Map<String, String> headers, String body) {
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  JsonNode json() {
    return JsonMapper.shared().readTree(body);
  }

  /** The last word of a problem's type; empty for what is none. */
  String problem() {
    return header("content-type").orElse("").equals("application/problem+json")
        ? json().path("type").asString().replaceFirst(".*/", "")
        : "";
  }
}
