package dev.stayflow.dispatcher.schedules;

import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** In which line of a YAML document something stands, counted from 1. */
final class Lines {
  private Lines() {}

  static int of(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  /**
   * Of a field; of the object when the field is missing.
   *
   * @param path names between dots
   */
  static int of(Node object, String path) {
    var dot = path.indexOf('.');
    var name = dot < 0 ? path : path.substring(0, dot);
    var field = field(object, name);
    if (field.isEmpty()) {
      return of(object);
    }
    var inside = dot < 0 ? field.get().getKeyNode() : field.get().getValueNode();
    var rest = dot < 0 ? "" : path.substring(dot + 1);
    return rest.isEmpty() || field(inside, rest.split("\\.", 2)[0]).isEmpty()
        ? of(field.get().getKeyNode())
        : of(inside, rest);
  }

  private static Optional<NodeTuple> field(Node object, String name) {
    return object instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .filter(
                field ->
                    field.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name))
            .findFirst()
        : Optional.empty();
  }
}
