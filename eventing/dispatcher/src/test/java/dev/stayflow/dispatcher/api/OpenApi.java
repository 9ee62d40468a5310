package dev.stayflow.dispatcher.api;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The document of the API, and what it says of an exchange. */
final class OpenApi {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final JsonNode document;
  private final List<Operation> operations;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

  OpenApi(String yaml) {
    this.document = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    this.operations = read();
  }

  /**
   * What can be done at a path.
   *
   * @param parameters of the path and of the method
   */
  record Operation(
      String method, String path, String name, List<JsonNode> parameters, JsonNode description) {
    boolean isOfConsole() {
      return path.startsWith("/api/");
    }

    boolean matches(String asked, String at) {
      var pattern = Pattern.quote(path).replaceAll("\\{[a-z]+}", "\\\\E[^/]+\\\\Q");
      return method.equals(asked) && at.matches(pattern);
    }

    Set<String> statuses() {
      return description.path("responses").propertyNames().stream().collect(Collectors.toSet());
    }
  }

  List<Operation> operations() {
    return operations;
  }

  private List<Operation> read() {
    var found = new ArrayList<Operation>();
    for (var path : document.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          var parameters = new ArrayList<JsonNode>();
          path.getValue().path("parameters").forEach(each -> parameters.add(resolved(each)));
          method.getValue().path("parameters").forEach(each -> parameters.add(resolved(each)));
          found.add(
              new Operation(
                  method.getKey().toUpperCase(Locale.ROOT),
                  path.getKey(),
                  method.getValue().path("operationId").asString(),
                  parameters,
                  method.getValue()));
        }
      }
    }
    return found;
  }

  Operation operation(String method, String path) {
    return operations().stream()
        .filter(each -> each.matches(method, path))
        .min((a, b) -> Integer.compare(a.parameters().size(), b.parameters().size()))
        .orElseThrow(() -> new AssertionError(method + " " + path + " is not described"));
  }

  Operation operation(String name) {
    return operations().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not described"));
  }

  JsonNode schema(String name) {
    return document.path("components").path("schemas").path(name);
  }

  Set<String> schemaNames() {
    return Set.copyOf(document.path("components").path("schemas").propertyNames());
  }

  /** The response of a status; fails when there is none. */
  JsonNode response(Operation operation, int status) {
    var responses = operation.description().path("responses");
    if (!responses.has(Integer.toString(status))) {
      throw new AssertionError(
          operation.name() + " answered " + status + ", which is not described");
    }
    return resolved(responses.path(Integer.toString(status)));
  }

  /** The schema of a JSON body that is sent; absent when anything may be sent. */
  Optional<JsonNode> requestSchema(Operation operation) {
    var content = resolved(operation.description().path("requestBody")).path("content");
    return Optional.of(content.path("application/json").path("schema")).filter(JsonNode::isObject);
  }

  /** What is wrong with a value; nothing when it fits. */
  List<String> problems(JsonNode schema, JsonNode value) {
    var fitting =
        compiled.computeIfAbsent(
            schema,
            of -> {
              var root = (ObjectNode) of.deepCopy();
              root.set("components", document.path("components"));
              return schemas.getSchema(root);
            });
    return fitting
        .validate(
            value,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Error::toString)
        .toList();
  }

  private JsonNode resolved(JsonNode node) {
    if (!node.has("$ref")) {
      return node;
    }
    var found = document.at(node.path("$ref").asString().substring(1));
    if (found.isMissingNode()) {
      throw new AssertionError(node + " leads nowhere");
    }
    return found;
  }
}
