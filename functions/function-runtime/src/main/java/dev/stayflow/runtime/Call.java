package dev.stayflow.runtime;

import java.util.Map;

/**
 * A request as its host brings it.
 *
 * @param path below the function; empty where a host could not make sense of it
 * @param headers by lower-case name; several values of one are joined by commas
 * @param body as far as it was read: a byte more than {@link #LARGEST_BODY} says that it is too
 *     large
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Call(String method, String path, Map<String, String> headers, byte[] body) {
  static final int LARGEST_BODY = 64 * 1024;

  boolean isTooLarge() {
    return body.length > LARGEST_BODY;
  }
}
