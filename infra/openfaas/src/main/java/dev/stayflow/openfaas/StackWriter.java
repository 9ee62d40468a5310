package dev.stayflow.openfaas;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** Writes a stack as faas-cli reads it, and as the objects that its {@code generate} makes. */
final class StackWriter {
  private static final String NAMESPACE = "openfaas-fn";

  private StackWriter() {}

  /** For {@code faas-cli deploy}. */
  static String stackFile(Stack stack) {
    var functions = new LinkedHashMap<String, Object>();
    stack
        .functions()
        .forEach(
            (name, spec) -> {
              var fields = new LinkedHashMap<String, Object>();
              fields.put("image", spec.image());
              fields.put("skip_build", spec.skipBuild());
              fields.put("readonly_root_filesystem", spec.readOnlyRoot());
              common(spec, fields);
              functions.put(name, fields);
            });
    var file = new LinkedHashMap<String, Object>();
    file.put("version", "1.0");
    file.put("provider", Map.of("name", "openfaas", "gateway", stack.gateway()));
    file.put("functions", functions);
    return "# Written by make openfaas-render.\n" + yaml(file);
  }

  /** For {@code kubectl apply}, where OpenFaaS's operator is. */
  static String functionObjects(Stack stack) {
    return new TreeMap<>(stack.functions())
        .entrySet().stream()
            .map(function -> yaml(object(function.getKey(), function.getValue())))
            .collect(Collectors.joining("---\n", "# Written by make openfaas-render.\n---\n", ""));
  }

  private static Map<String, Object> object(String name, FunctionSpec spec) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", name);
    fields.put("image", spec.image());
    common(spec, fields);
    fields.put("readOnlyRootFilesystem", spec.readOnlyRoot());
    var object = new LinkedHashMap<String, Object>();
    object.put("apiVersion", "openfaas.com/v1");
    object.put("kind", "Function");
    object.put("metadata", new TreeMap<>(Map.of("name", name, "namespace", NAMESPACE)));
    object.put("spec", fields);
    return object;
  }

  private static void common(FunctionSpec spec, Map<String, Object> fields) {
    fields.put("environment", spec.environment());
    fields.put("secrets", spec.secrets());
    if (!spec.annotations().isEmpty()) {
      fields.put("annotations", spec.annotations());
    }
    fields.put("labels", spec.labels());
    fields.put("requests", spec.requests());
    fields.put("limits", spec.limits());
  }

  private static String yaml(Object value) {
    return new Dump(
            DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setDefaultScalarStyle(ScalarStyle.PLAIN)
                .setWidth(200)
                .build())
        .dumpToString(value);
  }
}
