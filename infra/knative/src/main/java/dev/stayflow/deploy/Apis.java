package dev.stayflow.deploy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import tools.jackson.databind.JsonNode;

/**
 * The kinds that the cluster serves.
 *
 * @param plurals by {@code apiVersion/kind}, the plural that rights go by
 */
record Apis(Map<String, String> plurals) {
  private static final Map<String, String> INSTALL =
      Map.of(
          Phase.SERVING,
          "Install Knative Serving:"
              + " https://knative.dev/docs/install/yaml-install/serving/install-serving-with-yaml/",
          Phase.EVENTING,
          "Install Knative Eventing and its Kafka broker:"
              + " https://knative.dev/docs/install/yaml-install/eventing/install-eventing-with-yaml/",
          Phase.SOURCES,
          "Install Knative Eventing and its Kafka source:"
              + " https://knative.dev/docs/install/yaml-install/eventing/install-eventing-with-yaml/",
          Phase.GATEWAYS,
          "Install the Gateway API's CRDs:"
              + " https://gateway-api.sigs.k8s.io/guides/#installing-gateway-api",
          "keda.sh",
          "Install KEDA (https://keda.sh/docs/latest/deploy/), or leave out its component.");

  /**
   * Asks for each version of each group that the manifests use, and says what is not served.
   *
   * @throws DeployFailure when the server does not say
   */
  static Apis check(Kubectl kubectl, List<Manifest> manifests, Findings findings) {
    var wanted = new TreeMap<String, TreeSet<String>>();
    manifests.forEach(
        manifest ->
            wanted
                .computeIfAbsent(manifest.apiVersion(), _ -> new TreeSet<>())
                .add(manifest.name().kind()));
    var plurals = new HashMap<String, String>();
    answers(kubectl, wanted.keySet())
        .forEach(
            (apiVersion, answer) -> {
              var plural = joined(answer);
              for (var kind : wanted.getOrDefault(apiVersion, new TreeSet<>())) {
                if (plural.containsKey(kind)) {
                  plurals.put(apiVersion + "/" + kind, plural.get(kind));
                } else {
                  missing(apiVersion, kind, findings);
                }
              }
            });
    return new Apis(plurals);
  }

  private static void missing(String apiVersion, String kind, Findings findings) {
    var group = ObjectName.groupOf(apiVersion);
    findings.problem(
        "The cluster serves no %s of %s.".formatted(kind, apiVersion),
        INSTALL.getOrDefault(group, "Install what brings " + apiVersion + "."));
  }

  /** All at once: each question takes kubectl a while to start. */
  private static SortedMap<String, CompletableFuture<Map<String, String>>> answers(
      Kubectl kubectl, Set<String> apiVersions) {
    var answers = new TreeMap<String, CompletableFuture<Map<String, String>>>();
    apiVersions.forEach(
        apiVersion ->
            answers.put(
                apiVersion,
                CompletableFuture.supplyAsync(
                    () -> served(kubectl, apiVersion), Thread::startVirtualThread)));
    return answers;
  }

  private static Map<String, String> joined(CompletableFuture<Map<String, String>> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof DeployFailure failure) {
        throw failure;
      }
      throw e;
    }
  }

  /**
   * Plural by kind; none when the server does not know the version. Any other answer says nothing
   * about that: to take it for a no would leave objects behind.
   */
  private static Map<String, String> served(Kubectl kubectl, String apiVersion) {
    var path = apiVersion.contains("/") ? "/apis/" + apiVersion : "/api/" + apiVersion;
    var result = kubectl.run("get", "--raw", path);
    var found = new HashMap<String, String>();
    if (!result.ok() && result.err().contains("NotFound")) {
      return found;
    }
    for (JsonNode list : Kubectl.objectsOf(kubectl.succeeded(result, "get", "--raw", path))) {
      for (var resource : list.path("resources")) {
        var name = resource.path("name").asString("");
        if (!name.contains("/")) {
          found.put(resource.path("kind").asString(""), name);
        }
      }
    }
    return found;
  }

  boolean serves(Manifest manifest) {
    return plural(manifest).isPresent();
  }

  Optional<String> plural(Manifest manifest) {
    return Optional.ofNullable(plurals.get(manifest.apiVersion() + "/" + manifest.name().kind()));
  }
}
