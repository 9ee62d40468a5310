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
    var headers = new LinkedHashMap<>(response.headers());
    boolean isProblem = json instanceof Problem;
    headers.put("Content-Type", isProblem ? "application/problem+json" : "application/json");
    Object written = json instanceof Problem problem ? problem.json() : json;
    return new Answer(response.status(), headers, mapper.writeValueAsBytes(written));
  }
}
