package dev.stayflow.lambda;

import dev.stayflow.runtime.HostedFunction;
import java.util.Map;

/**
 * A CloudEvent as a request to an event function: the attributes of binary mode, or a content type
 * of structured mode, as headers.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EventCall(Map<String, String> headers, byte[] body) {
  static final String STRUCTURED = "application/cloudevents+json";

  HostedFunction.Reply to(HostedFunction function) {
    return function.request("POST", "/", headers, body);
  }
}
