package dev.stayflow.manifests;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** An element of a list and its place in it. */
record Indexed(int index, JsonNode node) {
  static Stream<Indexed> of(JsonNode list) {
    return IntStream.range(0, list.size()).mapToObj(i -> new Indexed(i, list.path(i)));
  }
}
