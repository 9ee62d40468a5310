package dev.stayflow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BaseImageTest {
  @Test
  void whatCameFromARegistryHasItsDigest() {
    assertThat(BaseImage.of("base:1", "linux/amd64 sha256:01 registry.example/base@sha256:07"))
        .isEqualTo(new BaseImage("linux/amd64", "sha256:07"));
  }

  @Test
  void whatCameFromNoneHasItsId() {
    assertThat(BaseImage.of("base:1", "linux/amd64 sha256:01"))
        .isEqualTo(new BaseImage("linux/amd64", "sha256:01"));
  }

  @Test
  void severalDigestsInAnyOrder() {
    assertThat(BaseImage.of("base:1", "linux/amd64 01 a@sha256:09 b@sha256:08"))
        .isEqualTo(BaseImage.of("base:1", "linux/amd64 01 b@sha256:08 a@sha256:09"));
  }

  @Test
  void aDigestInTheNameIsTheDigestWhateverElseTheEngineKnows() {
    assertThat(BaseImage.of("base@sha256:09", "linux/amd64 01 a@sha256:08 base@sha256:09").digest())
        .isEqualTo("sha256:09");
  }

  @Test
  void architecturesHaveOneName() {
    assertThat(BaseImage.of("base:1", "linux/aarch64 01").platform()).isEqualTo("linux/arm64");
    assertThat(BaseImage.of("base:1", "linux/x86_64 01").platform()).isEqualTo("linux/amd64");
  }

  @Test
  void aVariantRunsOnItsArchitectureAndNoOther() {
    var base = new BaseImage("linux/arm64", "sha256:01");

    assertThat(base.isFor("linux/arm64/v8")).isTrue();
    assertThat(base.isFor("linux/amd64")).isFalse();
    assertThat(new BaseImage("linux/arm", "sha256:01").isFor("linux/arm64")).isFalse();
  }

  @Test
  void anAnswerThatIsNone() {
    assertThatThrownBy(() -> BaseImage.of("base:1", "it said nothing"))
        .isInstanceOf(ImagesFailure.class)
        .hasMessageContaining("it said nothing");
  }
}
