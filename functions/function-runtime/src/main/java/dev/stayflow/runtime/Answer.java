package dev.stayflow.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A response in the form that goes over the wire. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, Map<String, String> headers, byte[] body) {
  static Answer of(Response response, JsonMapper mapper) {
    var headers = new LinkedHashMap<>(response.headers());
    byte[] body =
        switch (response.json().orElse(null)) {
          case null -> new byte[0];
          case Problem problem -> {
            headers.put("Content-Type", "application/problem+json");
            yield mapper.writeValueAsBytes(problem.json());
          }
          case Object json -> {
            headers.put("Content-Type", "application/json");
            yield mapper.writeValueAsBytes(json);
          }
        };
    return new Answer(response.status(), headers, body);
  }
}
