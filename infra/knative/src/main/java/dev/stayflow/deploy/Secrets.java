package dev.stayflow.deploy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Secrets that the manifests refer to, on the cluster. */
final class Secrets {
  private static final JsonMapper json = new JsonMapper();

  private final Kubectl kubectl;
  private final DeployOptions options;
  private final List<Manifest> manifests;
  private final Map<String, Set<String>> needed;

  Secrets(Kubectl kubectl, DeployOptions options, List<Manifest> manifests) {
    this.kubectl = kubectl;
    this.options = options;
    this.manifests = manifests;
    this.needed = NeededSecrets.of(manifests);
  }

  /**
   * On dev they are made up when they are absent, elsewhere each is named with the command that
   * makes it.
   */
  void check(Findings findings) {
    var missing = missing();
    if (options.guarded() && !missing.isEmpty()) {
      namespaces().forEach(namespace -> checkNamespace(namespace, findings));
    }
    missing.forEach(
        (name, keys) -> {
          if (options.dev() && DevSecrets.knows(name, keys)) {
            findings.note(
                "Secret %s is not there or lacks %s; make deploy fills it with random values."
                    .formatted(shortName(name), told(keys)));
          } else {
            findings.problem(
                "Secret %s in namespace %s is not there or lacks %s."
                    .formatted(shortName(name), namespace(name), told(keys)),
                command(name, keys));
          }
        });
    var values = new SecretValues(manifests);
    there()
        .forEach(
            (name, secret) -> {
              var faults = values.faults(name, needed.getOrDefault(name, Set.of()), secret);
              faults.forEach(
                  (key, fault) ->
                      findings.problem(
                          "Secret %s in namespace %s: %s %s."
                              .formatted(shortName(name), namespace(name), key, fault),
                          kubectl.shown(
                                  "-n %s edit secret %s"
                                      .formatted(namespace(name), shortName(name)))
                              + "\ninfra/knative/secrets.example says what belongs into each."));
            });
  }

  private void checkNamespace(String namespace, Findings findings) {
    if (kubectl
        .objects("get", "namespace", namespace, "-o", "json", "--ignore-not-found")
        .isEmpty()) {
      findings.problem(
          "There is no namespace %s yet, into which the Secrets go.".formatted(namespace),
          kubectl.shown("create namespace " + namespace));
    }
  }

  /**
   * Makes up those that are absent.
   *
   * @return their names
   */
  Set<String> create() {
    var made = new TreeSet<String>();
    missing()
        .forEach(
            (name, keys) -> {
              if (options.dev() && DevSecrets.knows(name, keys)) {
                write(name, DevSecrets.values(name, keys));
                made.add(shortName(name));
              }
            });
    return made;
  }

  private Set<String> names(String namespace) {
    return needed.keySet().stream()
        .filter(name -> namespace(name).equals(namespace))
        .map(Secrets::shortName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** One value; empty when the Secret or the key is not there. */
  Optional<String> value(String namespace, String name, String key) {
    return get(namespace, List.of(name)).stream()
        .findFirst()
        .map(secret -> secret.path("data").path(key).asString(""))
        .filter(value -> !value.isEmpty())
        .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
  }

  private SortedMap<String, JsonNode> there() {
    var there = new TreeMap<String, JsonNode>();
    for (var namespace : namespaces()) {
      get(namespace, names(namespace))
          .forEach(secret -> there.put(namespace + "/" + ObjectName.of(secret).name(), secret));
    }
    return there;
  }

  /** What is absent: by Secret, the keys; all of them when the Secret itself is. */
  private Map<String, Set<String>> missing() {
    var there = there();
    var found = new LinkedHashMap<String, Set<String>>();
    needed.forEach(
        (name, keys) -> {
          var secret = there.get(name);
          var absent = new TreeSet<>(keys);
          if (secret != null) {
            absent.removeIf(key -> secret.path("data").has(key));
          }
          if (secret == null || !absent.isEmpty()) {
            found.put(name, absent);
          }
        });
    return found;
  }

  private Set<String> namespaces() {
    return needed.keySet().stream()
        .map(Secrets::namespace)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<JsonNode> get(String namespace, Collection<String> names) {
    var arguments = new ArrayList<>(List.of("get", "secret"));
    arguments.addAll(names);
    arguments.addAll(List.of("-n", namespace, "-o", "json", "--ignore-not-found"));
    return kubectl.objects(arguments.toArray(String[]::new));
  }

  /**
   * Through standard input, since other users see a command's arguments. What is there already
   * stays.
   */
  private void write(String name, Map<String, String> values) {
    var there = !get(namespace(name), List.of(shortName(name))).isEmpty();
    var arguments =
        there
            ? new String[] {
              "patch", "secret", shortName(name), "-n", namespace(name), "--patch-file=/dev/stdin"
            }
            : new String[] {"create", "-f", "-"};
    Map<String, Object> content =
        there ? Map.of("stringData", values) : secret(namespace(name), shortName(name), values);
    kubectl.succeeded(kubectl.runWith(json.writeValueAsString(content), arguments), arguments);
  }

  private static Map<String, Object> secret(
      String namespace, String name, Map<String, String> values) {
    var labels = Map.of("app.kubernetes.io/part-of", "stayflow");
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "Secret",
        "metadata",
        Map.of("name", name, "namespace", namespace, "labels", labels),
        "stringData",
        values);
  }

  private String command(String name, Set<String> keys) {
    var literals =
        keys.stream()
            .map(
                key ->
                    (key.endsWith(".pem") ? " --from-file=%s=..." : " --from-literal=%s=...")
                        .formatted(key))
            .collect(Collectors.joining());
    if (keys.contains("tls.crt")) {
      return kubectl.shown(
          "-n %s create secret tls %s --cert=... --key=..."
              .formatted(namespace(name), shortName(name)));
    }
    return kubectl.shown(
            "-n %s create secret generic %s%s"
                .formatted(namespace(name), shortName(name), literals))
        + "\ninfra/knative/secrets.example says what belongs into each.";
  }

  private static String told(Set<String> keys) {
    return keys.isEmpty() ? "its keys" : String.join(", ", keys);
  }

  private static String namespace(String name) {
    return name.substring(0, name.indexOf('/'));
  }

  private static String shortName(String name) {
    return name.substring(name.indexOf('/') + 1);
  }
}
