package dev.stayflow.local.knative;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.local.manifests.Manifests;
import dev.stayflow.local.manifests.Services;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkBindingsTest {
  private static final String BINDING =
      """
      ---
      apiVersion: sources.knative.dev/v1
      kind: SinkBinding
      metadata: {name: %s}
      spec:
        subject: %s
        sink: %s
        %s
      """;
  private static final String BROKER =
      "{ref: {apiVersion: eventing.knative.dev/v1, kind: Broker, name: stayflow}}";

  @Test
  void whatIsBoundByNameOrLabelGetsTheAddressOfItsSink(@TempDir Path folder) throws Exception {
    String bindings =
        BINDING.formatted(
                "a", "{apiVersion: serving.knative.dev/v1, kind: Service, name: fn}", BROKER, "")
            + BINDING.formatted(
                "b",
                "{apiVersion: apps/v1, kind: Deployment, selector: {matchLabels: {app: dispatcher}}}",
                BROKER,
                "ceOverrides: {extensions: {color: red}}")
            + BINDING.formatted(
                "c",
                "{apiVersion: apps/v1, kind: Deployment, name: other}",
                "{ref: {apiVersion: v1, kind: Service, name: fn}, uri: /in}",
                "");
    Files.writeString(
        folder.resolve("a.yaml"), Yaml.BROKER.replace("broker$n", "stayflow") + bindings);
    Services services =
        Services.parse("fn=http://fn:8080, dispatcher=http://dispatcher:8981 other=http://other:1");
    Manifests manifests = Manifests.read(List.of(folder), services.names());
    assertThat(SinkBindings.environment(manifests, services, URI.create("http://eventing:8085")))
        .isEqualTo(
            Map.of(
                "fn",
                    Map.of(
                        "K_SINK", "http://eventing:8085/stayflow/stayflow", "K_CE_OVERRIDES", ""),
                "dispatcher",
                    Map.of(
                        "K_SINK", "http://eventing:8085/stayflow/stayflow",
                        "K_CE_OVERRIDES", "{\"extensions\":{\"color\":\"red\"}}"),
                "other", Map.of("K_SINK", "http://fn:8080/in", "K_CE_OVERRIDES", "")));
  }
}
