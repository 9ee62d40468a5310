package dev.stayflow.hosts;

import dev.stayflow.runtime.TestTokens;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A request of a client.
 *
 * @param path below the function
 * @param headers by lower-case name
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Ask(String method, String path, Map<String, String> headers, byte[] body) {
  /** JSON of somebody unknown. */
  static Ask json(String json) {
    return new Ask(
        "POST",
        "/",
        Map.of("content-type", "application/json"),
        json.getBytes(StandardCharsets.UTF_8));
  }

  /** The same of a guest. */
  Ask as(long guest) {
    return with("authorization", "Bearer " + TestTokens.guest(guest));
  }

  Ask with(String header, String value) {
    var more = new HashMap<>(headers);
    more.put(header, value);
    return new Ask(method, path, more, body);
  }

  Ask by(String otherMethod) {
    return new Ask(otherMethod, path, headers, body);
  }

  Ask at(String otherPath) {
    return new Ask(method, otherPath, headers, body);
  }
}
