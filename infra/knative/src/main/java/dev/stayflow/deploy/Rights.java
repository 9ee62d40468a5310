package dev.stayflow.deploy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the user may do on the cluster: the question of kubectl auth can-i, asked for everything at
 * once.
 */
final class Rights {
  private static final JsonMapper json = new JsonMapper();
  private static final List<String> VERBS = List.of("get", "create", "patch", "delete");

  private record Right(String verb, String group, String plural, String namespace) {}

  private Rights() {}

  static void check(Kubectl kubectl, List<Manifest> manifests, Apis apis, Findings findings) {
    var wanted = new LinkedHashSet<Right>();
    for (var manifest : manifests) {
      var name = manifest.name();
      apis.plural(manifest)
          .ifPresent(
              plural ->
                  VERBS.forEach(
                      verb -> wanted.add(new Right(verb, name.group(), plural, name.namespace()))));
    }
    var result = kubectl.runWith(questions(wanted), "create", "-f", "-", "-o", "json");
    if (!result.ok()) {
      findings.note("Rights could not be looked at: " + result.complaint());
      return;
    }
    var refused = new TreeMap<String, TreeSet<String>>();
    for (var answer : Kubectl.objectsOf(result)) {
      if (!answer.path("status").path("allowed").asBoolean(false)) {
        var asked = answer.path("spec").path("resourceAttributes");
        var where = asked.path("namespace").asString("");
        var group = asked.path("group").asString("");
        refused
            .computeIfAbsent(
                asked.path("resource").asString("")
                    + (group.isEmpty() ? "" : "." + group)
                    + (where.isEmpty() ? "" : " in namespace " + where),
                _ -> new TreeSet<>())
            .add(asked.path("verb").asString(""));
      }
    }
    refused.forEach(
        (what, verbs) ->
            findings.problem(
                "You may not %s %s.".formatted(String.join(", ", verbs), what),
                "Ask the cluster's administrator for it, or use another context."));
  }

  private static String questions(Set<Right> rights) {
    var lines = new StringBuilder();
    for (var right : rights) {
      var attributes =
          Map.of(
              "verb", right.verb(),
              "group", right.group(),
              "resource", right.plural(),
              "namespace", right.namespace());
      lines
          .append("---\n")
          .append(
              json.writeValueAsString(
                  Map.of(
                      "apiVersion",
                      "authorization.k8s.io/v1",
                      "kind",
                      "SelfSubjectAccessReview",
                      "spec",
                      Map.of("resourceAttributes", attributes))))
          .append('\n');
    }
    return lines.toString();
  }
}
