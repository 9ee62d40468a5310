package dev.stayflow.bench;

/**
 * One request to a function.
 *
 * @param headers each a line that ends with {@code \n}
 * @param holds what stands in its answer, if all is well
 */
record Call(String headers, String body, String holds) {
  byte[] bytes() {
    return EventConnection.request(headers, body);
  }
}
