package dev.stayflow.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class KustomizationTest {
  @Test
  void namesTheImageWhateverAnOverlayCalledItBefore() {
    var text =
        Kustomization.of("registry.example/stayflow", Map.of("create-order", "012345678901"));

    var image =
        Map.of("newName", "registry.example/stayflow/create-order", "newTag", "012345678901");
    assertThat(new Load(LoadSettings.builder().build()).loadFromString(text))
        .isEqualTo(
            Map.of(
                "apiVersion",
                "kustomize.config.k8s.io/v1alpha1",
                "kind",
                "Component",
                "images",
                List.of(
                    named("create-order", image),
                    named("stayflow/create-order", image),
                    named("dev.local/stayflow/create-order", image),
                    named("registry.example/stayflow/create-order", image))));
  }

  private static Map<String, String> named(String name, Map<String, String> image) {
    var all = new java.util.HashMap<>(image);
    all.put("name", name);
    return all;
  }
}
