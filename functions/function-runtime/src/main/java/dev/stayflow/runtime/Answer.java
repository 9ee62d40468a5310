package dev.stayflow.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A response in the form that goes over the wire. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, Map<String, String> headers, byte[] body) {
  static Answer of(Response response, JsonMapper mapper) {
    Object json = response.json().orElse(null);
    if (json == null) {
      return new Answer(response.status(), response.headers(), new byte[0]);
    }
    return json instanceof Problem problem
        ? of(response, "application/problem+json", mapper.writeValueAsBytes(problem.json()))
        : of(response, "application/json", mapper.writeValueAsBytes(json));
  }

  private static Answer of(Response response, String contentType, byte[] body) {
    var headers = new LinkedHashMap<>(response.headers());
    headers.put("Content-Type", contentType);
    return new Answer(response.status(), headers, body);
  }
}
