package dev.stayflow.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** K_SINK of local-stack.yml against the SinkBindings of the wiring. */
class BoundSinksTest {
  private static final Path ROOT = Path.of("../..");

  @Test
  void fileAndSinkBindingsOfTheRepositoryAgree() {
    var file = StackFile.read(ROOT, Map.of());
    assertThat(BoundSinks.of(file, Planner.manifests(file)))
        .containsExactlyInAnyOrder(
            "cancel-order",
            "close-order",
            "create-order",
            "dispatcher",
            "payment-update",
            "reconcile-orders",
            "refund-payment");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "nothing",
      textBlock =
          """
          create-order | nothing                                | is absent, but the SinkBindings make it "http://eventing:8085/stayflow/stayflow"
          create-order | http://eventing:8085/stayflow/other    | is "http://eventing:8085/stayflow/other", but
          list-orders  | http://eventing:8085/stayflow/stayflow | but the SinkBindings make it absent
          """)
  void aServiceThatIsToldOtherwiseIsNamed(
      String service, String sink, String told, @TempDir Path root) throws IOException {
    var text = Files.readString(ROOT.resolve(StackFile.NAME));
    var start = text.indexOf("\n  " + service + ":\n");
    var environment = text.indexOf("    environment:\n", start) + "    environment:\n".length();
    var rest = text.substring(environment).replaceFirst("^      K_SINK: .*\n", "");
    var line = sink == null ? "" : "      K_SINK: " + sink + "\n";
    Files.writeString(root.resolve(StackFile.NAME), text.substring(0, environment) + line + rest);
    var broken = StackFile.read(root, Map.of());
    var manifests = Planner.manifests(StackFile.read(ROOT, Map.of()));

    assertThatThrownBy(() -> BoundSinks.of(broken, manifests))
        .isInstanceOf(StackFailure.class)
        .hasMessageContaining("K_SINK of " + service)
        .hasMessageContaining(told);
  }
}
