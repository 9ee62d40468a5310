package dev.stayflow.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A function is called the same, and asked the same ways, in func.yaml, manifests and
 * local-stack.yml.
 */
final class FunctionFolders implements Check {
  @Override
  public void check(Rendering rendering, Findings findings) {
    if (!rendering.isOfOrders()) {
      return;
    }
    var folders = folders();
    var deployed =
        rendering.all(Kind.KNATIVE_SERVICE).map(Manifest::name).collect(Collectors.toSet());
    same(folders.keySet(), deployed, "functions/", rendering.name(), findings);
    var local = rendering.repository().stackFile().path("services");
    var started =
        local.properties().stream()
            .filter(
                each -> each.getValue().at("/x-local/module").asString("").startsWith("functions/"))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    same(started, deployed, "local-stack.yml", rendering.name(), findings);
    rendering
        .all(Kind.KNATIVE_SERVICE)
        .filter(function -> folders.containsKey(function.name()))
        .forEach(
            function -> {
              agree(function, folders.getOrDefault(function.name(), local), findings);
              port(function, local.path(function.name()), findings);
            });
  }

  private static void same(
      Set<String> some, Set<String> others, String where, String elsewhere, Findings findings) {
    var missing = new TreeSet<>(some);
    missing.removeAll(others);
    findings.check(
        missing.isEmpty(), elsewhere, "has no function %s of %s".formatted(missing, where));
    var more = new TreeSet<>(others);
    more.removeAll(some);
    findings.check(more.isEmpty(), where, "has no function %s of %s".formatted(more, elsewhere));
  }

  private static void agree(Manifest function, JsonNode file, Findings findings) {
    var where = "functions/%s/func.yaml".formatted(function.name());
    findings.check(
        file.path("name").asString("").equals(function.name()),
        where,
        "name: must be " + function.name());
    findings.check(
        file.path("namespace").asString("").equals(function.namespace()),
        where,
        "namespace: must be " + function.namespace());
    var container = function.at("/spec/template/spec/containers/0");
    for (var probe :
        Map.of("liveness", "livenessProbe", "readiness", "readinessProbe").entrySet()) {
      var path = container.at("/%s/httpGet/path".formatted(probe.getValue())).asString("");
      findings.check(
          file.at("/deploy/healthEndpoints/" + probe.getKey()).asString("").equals(path),
          where,
          "deploy.healthEndpoints.%s: must be %s".formatted(probe.getKey(), path));
    }
    var byEvents =
        !function.at("/metadata/labels/stayflow.dev~1called-by").asString("").equals("gateway");
    findings.check(
        file.path("invoke").asString("http").equals("cloudevent") == byEvents,
        where,
        "invoke: must be %s, as the label stayflow.dev/called-by of the Service says"
            .formatted(byEvents ? "cloudevent" : "http"));
  }

  private static void port(Manifest function, JsonNode service, Findings findings) {
    var port =
        function.at("/spec/template/spec/containers/0/ports/0/containerPort").asString("8080");
    findings.check(
        Indexed.of(service.path("ports"))
            .anyMatch(each -> each.node().asString("").endsWith(":" + port)),
        function,
        "spec.template.spec.containers[0].ports",
        "local-stack.yml publishes another port than " + port);
  }

  private static Map<String, JsonNode> folders() {
    try (Stream<Path> folders = Files.list(Repository.HERE.root().resolve("functions"))) {
      var found = new TreeMap<String, JsonNode>();
      folders
          .filter(folder -> Files.exists(folder.resolve("func.yaml")))
          .forEach(
              folder ->
                  found.put(
                      String.valueOf(folder.getFileName()), Yaml.one(folder.resolve("func.yaml"))));
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
