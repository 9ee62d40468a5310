package dev.stayflow.deploy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Addresses that the overlay as it came leaves to be filled in. */
final class Placeholders {
  /** Nobody has such a name: RFC 2606. */
  private static final Pattern EXAMPLE =
      Pattern.compile("(?:^|[^\\w-])(?:[\\w-]+\\.)*example(?:\\.(?:com|org|net))?(?![\\w.-])");

  private Placeholders() {}

  static void check(List<Manifest> manifests, Findings findings) {
    var found = new TreeMap<String, Set<String>>();
    for (var manifest : manifests) {
      if (manifest.is("", "ConfigMap")) {
        walk(manifest.tree().path("data"), manifest, "", found);
      } else if (manifest.is(Phase.GATEWAYS, "Gateway")) {
        walk(manifest.tree().path("spec"), manifest, "", found);
      }
    }
    found.forEach(
        (where, fields) ->
            findings.problem(
                "%s still holds examples: %s.".formatted(where, String.join(", ", fields)),
                "Fill them in, in the overlay's folder."));
  }

  private static void walk(
      JsonNode node, Manifest manifest, String field, Map<String, Set<String>> found) {
    if (node.isString() && EXAMPLE.matcher(node.asString("")).find()) {
      found
          .computeIfAbsent(manifest.name().toString(), _ -> new TreeSet<>())
          .add(field + "=" + node.asString(""));
    }
    node.properties().forEach(each -> walk(each.getValue(), manifest, each.getKey(), found));
    if (node.isArray()) {
      node.forEach(each -> walk(each, manifest, field, found));
    }
  }
}
