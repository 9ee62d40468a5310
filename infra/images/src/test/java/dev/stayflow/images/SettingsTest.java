package dev.stayflow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void withoutSettingsImagesStayHere() {
    var settings = Settings.of(Map.of("FN", "", "PUSH", ""));

    assertThat(settings.registry()).isEqualTo("dev.local/stayflow");
    assertThat(settings.push()).isFalse();
    assertThat(settings.only()).isEmpty();
  }

  @Test
  void aRegistryMayEndInASlash() {
    assertThat(Settings.of(Map.of("REGISTRY", "registry.example/stayflow/")).registry())
        .isEqualTo("registry.example/stayflow");
  }

  @Test
  void pushingNeedsARegistry() {
    assertThatThrownBy(() -> Settings.of(Map.of("PUSH", "true")))
        .isInstanceOf(ImagesFailure.class)
        .hasMessageContaining("REGISTRY=");
  }

  @Test
  void aRegistryIsNoUrl() {
    assertThatThrownBy(() -> Settings.of(Map.of("REGISTRY", "https://registry.example")))
        .isInstanceOf(ImagesFailure.class)
        .hasMessageContaining("https://registry.example");
  }

  @Test
  void aPlatformHasOneName() {
    assertThat(Settings.of(Map.of("PLATFORM", "linux/aarch64")).platform()).contains("linux/arm64");
    assertThat(Settings.of(Map.of("PLATFORM", "linux/x86_64")).platform()).contains("linux/amd64");
  }

  @Test
  void severalPlatformsAtOnceAreRefused() {
    assertThatThrownBy(() -> Settings.of(Map.of("PLATFORM", "linux/amd64,linux/arm64")))
        .isInstanceOf(ImagesFailure.class)
        .hasMessageContaining("linux/amd64,linux/arm64");
  }

  @Test
  void imagesOfOthersHaveTheirWholeName() {
    var settings = Settings.of(Map.of());

    // podman and buildah know no registry for a short one
    assertThat(List.of(settings.jdkImage(), settings.baseImage()))
        .allMatch(reference -> reference.matches("[a-z]+\\.[a-z]+/.+/.+"));
  }

  @Test
  void pushIsTrueOrFalse() {
    assertThatThrownBy(() -> Settings.of(Map.of("PUSH", "yes")))
        .isInstanceOf(ImagesFailure.class)
        .hasMessageContaining("yes");
  }
}
