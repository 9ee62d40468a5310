package dev.stayflow.endtoend;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description of the public paths, and what it says of an exchange. */
final class PublicApi {
  static final Path FILE = Path.of("../../functions/openapi.yaml");

  /** What is asked for at no path that is described, or with no method of its path. */
  static final String NO_PATH = "NotFound";

  static final String NO_METHOD = "MethodNotAllowed";

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final String PROBLEMS = "https://stayflow.dev/problems/";

  private final JsonNode document;
  private final List<Operation> operations;

  /** Those of the answers have no further members, so that an undescribed one is found. */
  private final JsonNode closedComponents;

  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

  /** What can be done at a path. */
  record Operation(String method, String path, String name, JsonNode description) {
    boolean isAt(String asked) {
      return asked.matches(Pattern.quote(path).replaceAll("\\{[a-z]+}", "\\\\E[^/]+\\\\Q"));
    }

    boolean takesABody() {
      return description.has("requestBody");
    }

    boolean needsAToken() {
      return description.at("/security/0").has("token");
    }
  }

  /**
   * An answer of a kind that clients can tell apart.
   *
   * @param operation by name, {@link #NO_PATH} or {@link #NO_METHOD}
   * @param problem the last word of a problem's type, or nothing
   */
  record Kind(String operation, int status, String problem) {}

  private PublicApi(JsonNode document) {
    this.document = document;
    this.operations = operations(document).toList();
    this.closedComponents = closed(document.path("components").deepCopy());
  }

  static PublicApi read() {
    try {
      return new PublicApi(
          JsonMapper.shared()
              .valueToTree(
                  new Load(LoadSettings.builder().build()).loadFromString(Files.readString(FILE))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Operation> operations(JsonNode document) {
    return document.path("paths").properties().stream()
        .flatMap(
            path ->
                path.getValue().properties().stream()
                    .filter(method -> METHODS.contains(method.getKey()))
                    .map(
                        method ->
                            new Operation(
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                method.getValue().path("operationId").asString(),
                                method.getValue())));
  }

  private static JsonNode closed(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("type").asString("").equals("object")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(PublicApi::closed);
    return node;
  }

  JsonNode document() {
    return document;
  }

  List<Operation> operations() {
    return operations;
  }

  Operation operation(String name) {
    return operations.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  Optional<Operation> operation(String method, String path) {
    return operations.stream()
        .filter(each -> each.method().equals(method) && each.isAt(path))
        .findFirst();
  }

  boolean hasPath(String path) {
    return operations.stream().anyMatch(each -> each.isAt(path));
  }

  /** Every kind of answer that is described. */
  Set<Kind> kinds() {
    Set<Kind> kinds = new HashSet<>();
    for (Operation operation : operations) {
      for (var response : operation.description().path("responses").properties()) {
        int status = Integer.parseInt(response.getKey());
        problems(resolved(response.getValue()))
            .forEach(problem -> kinds.add(new Kind(operation.name(), status, problem)));
      }
    }
    kinds.add(new Kind(NO_PATH, 404, "not-found"));
    kinds.add(new Kind(NO_METHOD, 405, "method-not-allowed"));
    return kinds;
  }

  /** The last words of the types of a response's problems; one empty word when it has none. */
  static Set<String> problems(JsonNode response) {
    JsonNode types = response.at("/content/application~1problem+json/schema/properties/type/enum");
    return types.isMissingNode()
        ? Set.of("")
        : types
            .valueStream()
            .map(type -> type.asString().substring(PROBLEMS.length()))
            .collect(Collectors.toSet());
  }

  /** The description of an answer, if there is one. */
  Optional<JsonNode> response(Operation operation, int status) {
    return Optional.of(operation.description().at("/responses/" + status))
        .filter(JsonNode::isObject)
        .map(this::resolved);
  }

  JsonNode sharedResponse(String name) {
    return document.at("/components/responses/" + name);
  }

  /** What is wrong with a value; nothing when it fits and has no member that is not described. */
  List<String> violations(JsonNode schema, JsonNode value) {
    return compiled
        .computeIfAbsent(schema, this::compiled)
        .validate(
            value,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Error::toString)
        .toList();
  }

  private Schema compiled(JsonNode schema) {
    ObjectNode root = (ObjectNode) schema.deepCopy();
    root.set("components", closedComponents);
    return schemas.getSchema(root);
  }

  /** What a reference leads to, or the node itself. */
  JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }
}
