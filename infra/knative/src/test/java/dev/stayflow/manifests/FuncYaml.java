package dev.stayflow.manifests;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The func.yaml of a function, and what is wrong with it. */
record FuncYaml(String folder, JsonNode content) {
  static FuncYaml of(String folder, String text) {
    return new FuncYaml(folder, documents(text).getFirst());
  }

  static List<JsonNode> documents(String text) {
    var load = new Load(LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build());
    return StreamSupport.stream(load.loadAllFromString(text).spliterator(), false)
        .map(document -> JsonMapper.shared().<JsonNode>valueToTree(document))
        .toList();
  }

  private static final Schema SCHEMA = schema();
  private static final String SCALING = "autoscaling.knative.dev/";

  /** Whatever func.yaml calls it, and the annotation that says the same in a manifest. */
  private static final Map<String, String> SCALE =
      Map.of(
          "min", SCALING + "min-scale",
          "max", SCALING + "max-scale",
          "metric", SCALING + "metric",
          "target", SCALING + "target",
          "utilization", SCALING + "target-utilization-percentage");

  /** What func refuses or would leave out without a word. */
  List<String> violations() {
    List<String> found = new ArrayList<>();
    SCHEMA
        .validate(content, context -> context.executionConfig(c -> c.formatAssertionsEnabled(true)))
        .forEach(error -> found.add(error.toString()));
    Stream.of("/run/envs:name", "/deploy/labels:key")
        .map(each -> each.split(":"))
        .forEach(
            list -> {
              var names = texts(content.at(list[0]), list[1]);
              if (names.stream().distinct().count() < names.size()) {
                found.add(list[0] + ": something stands there twice");
              }
            });
    return found;
  }

  /** Where it says something else than the manifest of the same function. */
  List<String> differencesFrom(JsonNode service) {
    List<String> found = new ArrayList<>();
    JsonNode template = service.at("/spec/template");
    JsonNode container = template.at("/spec/containers/0");
    same(found, "the folder's name", folder, content.path("name").asString());
    same(found, "name", service.at("/metadata/name").asString(), content.path("name").asString());
    same(
        found,
        "namespace",
        service.at("/metadata/namespace").asString(),
        content.path("namespace").asString());
    same(
        found,
        "deploy.serviceAccountName",
        template.at("/spec/serviceAccountName").asString(),
        content.at("/deploy/serviceAccountName").asString());
    same(found, "run.envs", environment(container.path("env")), envs());
    same(found, "deploy.labels", labels(service), ownLabels());
    JsonNode scale = content.at("/deploy/options/scale");
    SCALE.forEach(
        (name, annotation) ->
            same(
                found,
                "deploy.options.scale." + name,
                template.path("metadata").path("annotations").path(annotation).asString(""),
                scale.path(name).asString("")));
    JsonNode resources = content.at("/deploy/options/resources");
    for (String of :
        List.of("/requests/cpu", "/requests/memory", "/limits/cpu", "/limits/memory")) {
      same(
          found,
          "deploy.options.resources" + of,
          container.path("resources").at(of).asString(""),
          resources.at(of).asString(""));
    }
    same(
        found,
        "deploy.options.resources.limits.concurrency",
        template.at("/spec/containerConcurrency").asString(""),
        resources.at("/limits/concurrency").asString(""));
    same(
        found,
        "deploy.healthEndpoints.liveness",
        container.at("/livenessProbe/httpGet/path").asString(""),
        content.at("/deploy/healthEndpoints/liveness").asString(""));
    same(
        found,
        "deploy.healthEndpoints.readiness",
        container.at("/readinessProbe/httpGet/path").asString(""),
        content.at("/deploy/healthEndpoints/readiness").asString(""));
    return found;
  }

  private static void same(List<String> found, String what, Object manifest, Object own) {
    if (!Objects.equals(manifest, own)) {
      found.add("%s: the manifest has %s, func.yaml has %s".formatted(what, manifest, own));
    }
  }

  private Map<String, String> envs() {
    var envs = new TreeMap<String, String>();
    content
        .at("/run/envs")
        .forEach(env -> envs.put(env.path("name").asString(), env.path("value").asString()));
    return envs;
  }

  /**
   * A manifest's variables as func writes them. One that need not be there is left out unless
   * func.yaml names it all the same: func has no word for "optional".
   */
  private Map<String, String> environment(JsonNode variables) {
    var environment = new TreeMap<String, String>();
    for (JsonNode variable : variables) {
      String name = variable.path("name").asString();
      JsonNode secret = variable.at("/valueFrom/secretKeyRef");
      JsonNode setting = variable.at("/valueFrom/configMapKeyRef");
      boolean optional =
          secret.path("optional").asBoolean() || setting.path("optional").asBoolean();
      if (optional && !envs().containsKey(name)) {
        continue;
      }
      environment.put(
          name,
          secret.isObject()
              ? reference("secret", secret)
              : setting.isObject()
                  ? reference("configMap", setting)
                  : variable.path("value").asString(""));
    }
    return environment;
  }

  private static String reference(String kind, JsonNode of) {
    return "{{ %s:%s:%s }}".formatted(kind, of.path("name").asString(), of.path("key").asString());
  }

  /** func puts each on the Service and on its pods alike. */
  private static Map<String, String> labels(JsonNode service) {
    var labels = new TreeMap<String, String>();
    Stream.of("/metadata/labels", "/spec/template/metadata/labels")
        .flatMap(at -> service.at(at).properties().stream())
        .forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
    return labels;
  }

  private Map<String, String> ownLabels() {
    var labels = new TreeMap<String, String>();
    content
        .at("/deploy/labels")
        .forEach(label -> labels.put(label.path("key").asString(), label.path("value").asString()));
    return labels;
  }

  private static List<String> texts(JsonNode list, String member) {
    return list.valueStream().map(each -> each.path(member).asString("")).toList();
  }

  private static Schema schema() {
    try (InputStream file = FuncYaml.class.getResourceAsStream("func.schema.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(JsonMapper.shared().readTree(Objects.requireNonNull(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
