package dev.stayflow.openfaas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A stack file: functions by name.
 *
 * @param gateway where faas-cli finds OpenFaaS
 */
record Stack(String gateway, Map<String, FunctionSpec> functions) {
  /**
   * @throws StackFailure when it has a field or a value that OpenFaaS would ignore or refuse
   */
  static Stack read(Path file) {
    String name = String.valueOf(file.getFileName());
    Map<String, Node> fields =
        Node.parse(name, text(file)).members(Set.of("version", "provider", "functions"));
    if (!fields.containsKey("version")
        || !"1.0".equals(String.valueOf(fields.get("version").value()))) {
      throw new StackFailure(name + ": version: expected 1.0, the only one there is");
    }
    if (!fields.containsKey("provider")) {
      throw new StackFailure(name + ": provider is missing");
    }
    Map<String, String> provider = fields.get("provider").texts();
    if (!provider.keySet().equals(Set.of("name", "gateway"))
        || !"openfaas".equals(provider.get("name"))) {
      throw new StackFailure(name + ": provider: expected the name openfaas and a gateway");
    }
    Map<String, FunctionSpec> functions = functions(fields);
    functions.forEach(
        (function, spec) -> {
          if (spec.image().isEmpty()) {
            throw new StackFailure("%s: functions.%s: image is missing".formatted(name, function));
          }
        });
    return new Stack(provider.getOrDefault("gateway", ""), functions);
  }

  /** With what another file says of functions that are here. */
  Stack with(Path file) {
    String name = String.valueOf(file.getFileName());
    Map<String, FunctionSpec> over =
        functions(Node.parse(name, text(file)).members(Set.of("functions")));
    over.keySet()
        .forEach(
            function -> {
              if (!functions.containsKey(function)) {
                throw new StackFailure(
                    "%s: functions.%s: there is no such function".formatted(name, function));
              }
            });
    return each(
        (function, spec) ->
            over.containsKey(function)
                ? spec.with(over.get(function), name + ": functions." + function)
                : spec);
  }

  Stack each(BiFunction<String, FunctionSpec, FunctionSpec> change) {
    var changed = new LinkedHashMap<String, FunctionSpec>();
    functions.forEach((name, spec) -> changed.put(name, change.apply(name, spec)));
    return new Stack(gateway, changed);
  }

  private static Map<String, FunctionSpec> functions(Map<String, Node> fields) {
    var functions = new LinkedHashMap<String, FunctionSpec>();
    if (fields.containsKey("functions")) {
      fields
          .get("functions")
          .members()
          .forEach((name, node) -> functions.put(name, FunctionSpec.read(node)));
    }
    return functions;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
