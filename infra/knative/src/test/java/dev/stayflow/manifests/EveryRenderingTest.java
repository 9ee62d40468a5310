package dev.stayflow.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All that can be applied is right. */
class EveryRenderingTest {
  static Stream<Arguments> renderingsAndChecks() {
    return Renderings.ALL.stream()
        .flatMap(
            rendering ->
                Checks.ALL.stream()
                    .map(
                        check ->
                            Arguments.argumentSet(
                                rendering.name() + ": " + check.getClass().getSimpleName(),
                                rendering,
                                check)));
  }

  @ParameterizedTest
  @MethodSource("renderingsAndChecks")
  void isRight(Rendering rendering, Check check) {
    var findings = new Findings();
    check.check(rendering, findings);
    assertThat(findings.all()).isEmpty();
  }

  @Test
  void eachOverlayIsThereAndEachHasAllFunctions() {
    assertThat(Renderings.ALL)
        .extracting(Rendering::name)
        .contains("overlays/dev", "overlays/production", "dispatcher/overlays/example");
    assertThat(Repository.HERE.unusedComponents()).isEmpty();
    for (var overlay : List.of("overlays/dev", "overlays/production")) {
      assertThat(Renderings.of(overlay).all(Kind.KNATIVE_SERVICE)).hasSizeGreaterThanOrEqualTo(15);
    }
  }
}
