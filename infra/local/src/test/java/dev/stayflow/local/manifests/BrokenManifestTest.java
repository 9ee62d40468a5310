package dev.stayflow.local.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Copies of this repository's own manifests, each broken in one place. */
class BrokenManifestTest {
  private static final Path WIRING = Path.of("../../eventing/wiring");
  private static final Path KAFKA_SETTINGS = WIRING.resolve("kafka-source-settings");
  private static final Path GATEWAY = Path.of("../knative/gateway");
  private static final Set<String> SERVICES =
      Set.of(
          "create-order",
          "list-orders",
          "order-detail",
          "pay-order",
          "payment-callback",
          "payment-update",
          "close-order",
          "reconcile-orders",
          "list-homestays",
          "homestay-detail",
          "refund-payment",
          "cancel-order",
          "check-in",
          "notify-guest",
          "settle-stays",
          "dispatcher");

  @TempDir private Path folder;

  @Test
  void theRepositorysManifestsAreRight() {
    Manifests manifests = Manifests.read(List.of(WIRING, KAFKA_SETTINGS, GATEWAY), SERVICES);
    assertThat(manifests.triggers())
        .extracting(Trigger::name)
        .contains("close-order", "payment-update");
    assertThat(manifests.httpRoutes()).hasSize(9);
    assertThat(manifests.kafkaSinkTopic("dead-letters")).isEqualTo("dead-letters");
    assertThat(manifests.partitions(manifests.brokers().getFirst())).isEqualTo(3);
    assertThat(manifests.consumerSettings("source"))
        .containsEntry("fetch.max.wait.ms", "500")
        .doesNotContainKey("value.deserializer");
  }

  @ParameterizedTest(name = "{0}: {3}")
  @CsvFileSource(
      resources = "faults.csv",
      delimiter = '|',
      quoteCharacter = '`',
      emptyValue = "",
      ignoreLeadingAndTrailingWhitespace = false)
  void aFaultIsToldWithItsFileLineAndField(
      String file, String good, @Nullable String bad, String field, String words)
      throws IOException {
    copyAll();
    Path broken = folder.resolve(file);
    replace(file, good.replace("\\n", "\n"), bad == null ? "" : bad.replace("\\n", "\n"));
    List<Problem> problems = problems();
    assertThat(problems)
        .anySatisfy(
            problem -> {
              assertThat(problem.field()).isEqualTo(field);
              assertThat(problem.message()).contains(words);
              assertThat(problem.line()).isBetween(1, Files.readAllLines(broken).size());
            });
    assertThat(problems).anySatisfy(p -> assertThat(p.toString()).contains(broken.toString()));
  }

  @Test
  void allFaultsOfAllFilesAreToldAtOnceWithTheirLines() throws IOException {
    copyAll();
    replace("trigger-close-order.yaml", "retry: 9", "retry: many");
    replace("trigger-payment-update.yaml", "broker: stayflow", "broker: other");
    replace("kafka-sink-dead-letters.yaml", "topic:", "topics:");
    assertThat(
            problems().stream()
                .map(Problem::toString)
                .map(p -> p.substring(folder.toString().length() + 1)))
        .containsExactly(
            "kafka-sink-dead-letters.yaml:8: spec.topic: is missing",
            "kafka-sink-dead-letters.yaml:8: spec.topics: is not a field the local stack knows; known here: bootstrapServers, contentMode, numPartitions, topic",
            "trigger-close-order.yaml:20: spec.delivery.retry: must be a whole number from 0 to 100",
            "trigger-payment-update.yaml:11: spec.broker: there is no Broker \"other\" in the manifests");
  }

  @Test
  void whatIsNotYamlIsToldWithItsLine() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), "kind: Broker\nmetadata: {name: x\nspec: y\n");
    assertThat(problems())
        .hasSize(1)
        .first()
        .extracting(Problem::line, p -> p.message().startsWith("is not YAML"))
        .containsExactly(3, true);
  }

  @Test
  void aFolderWithoutManifestsIsAFault() {
    assertThat(problems())
        .extracting(Problem::message)
        .containsExactly("there is no manifest in this folder");
  }

  @Test
  void aKustomizationMustNameEveryFile() throws IOException {
    copyAll();
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [broker.yaml, missing.yaml]\n");
    assertThat(problems())
        .extracting(Problem::message)
        .contains("names missing.yaml, which is not in this folder", "lacks pay-order.yaml");
  }

  private void copyAll() throws IOException {
    for (Path from : List.of(WIRING, KAFKA_SETTINGS, GATEWAY)) {
      try (Stream<Path> files = Files.list(from)) {
        // Each folder has a kustomization of its own, which would name a part of what is copied.
        List<Path> manifests =
            files
                .filter(Files::isRegularFile)
                .filter(file -> !file.endsWith("kustomization.yaml"))
                .toList();
        for (Path file : manifests) {
          Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
        }
      }
    }
  }

  private void replace(String file, String good, String bad) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(good);
    Files.writeString(path, text.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad)));
  }

  private List<Problem> problems() {
    return catchThrowableOfType(
            InvalidManifests.class, () -> Manifests.read(List.of(folder), SERVICES))
        .problems();
  }
}
