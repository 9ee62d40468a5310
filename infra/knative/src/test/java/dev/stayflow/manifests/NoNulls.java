package dev.stayflow.manifests;

import tools.jackson.databind.JsonNode;

/** A field without a value is taken for one that is not there. */
final class NoNulls implements Check {
  @Override
  public void check(Rendering rendering, Findings findings) {
    rendering.objects().forEach(object -> walk(object, "", object.content(), findings));
  }

  private static void walk(Manifest in, String path, JsonNode node, Findings findings) {
    findings.check(!node.isNull(), in, path, "has no value; write one or leave the field out");
    node.properties()
        .forEach(
            field ->
                walk(
                    in,
                    path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                    field.getValue(),
                    findings));
    if (node.isArray()) {
      Indexed.of(node)
          .forEach(each -> walk(in, "%s[%d]".formatted(path, each.index()), each.node(), findings));
    }
  }
}
