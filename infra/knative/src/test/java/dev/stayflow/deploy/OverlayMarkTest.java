package dev.stayflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayMarkTest {
  @TempDir private Path directory;
  private Situation situation;

  @BeforeEach
  void begin() {
    situation = new Situation(directory);
    situation.run("apply");
  }

  @AfterEach
  void end() {
    situation.close();
  }

  @Test
  void theNamespaceSaysWhoseItIs() {
    assertThat(
            situation
                .cluster
                .find("Namespace", "stayflow")
                .path("metadata")
                .path("annotations")
                .path(OverlayMark.ANNOTATION)
                .asString(""))
        .isEqualTo("dev");
    assertThat(situation.run("apply", "--env=production", "--context=kind-test")).isEqualTo(1);
    assertThat(situation.err())
        .contains(
            "Namespace stayflow on context kind-test holds ENV=dev, and this is ENV=production.");
  }

  @Test
  void whatTheClusterHoldsCountsMoreThanWhatTheUserSays() {
    situation.cluster.mark("production");
    assertThat(situation.run("undeploy", "--data=delete", "--confirm=kind-test")).isEqualTo(1);
    assertThat(situation.err())
        .isEqualTo(
            "Namespace stayflow on context kind-test holds ENV=production, and this is ENV=dev.\n");
    situation.cluster.mark("");
    assertThat(situation.run("undeploy", "--data=delete")).isEqualTo(1);
    assertThat(situation.err())
        .contains("nothing there says that it is dev's.", "CONFIRM=kind-test");
    assertThat(situation.cluster.deleted).isEmpty();
    assertThat(situation.run("undeploy", "--data=delete", "--confirm=kind-test"))
        .as(situation.said())
        .isZero();
    assertThat(situation.cluster.has("Namespace", "stayflow")).isFalse();
  }
}
