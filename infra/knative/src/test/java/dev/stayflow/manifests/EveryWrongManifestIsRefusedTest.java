package dev.stayflow.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Copies of our own manifests, each wrong in one place: what clusters take although it is wrong,
 * what is never ready, what webhooks refuse, and what no cluster looks at.
 */
class EveryWrongManifestIsRefusedTest {
  private static final Path FAULTS =
      Path.of("src/test/resources/dev/stayflow/manifests/faults.csv");

  /**
   * A file with other words in it.
   *
   * @param told words of the finding
   */
  record Fault(String file, String good, String bad, String told) {
    String overlay() {
      boolean ofProduction =
          Stream.of("overlays/production", "kafka-sasl", "wechat-pay").anyMatch(file::contains);
      return ofProduction ? "overlays/production" : "overlays/dev";
    }

    @Override
    public String toString() {
      return "%s: %s".formatted(file, bad.replace("\n", "\\n"));
    }
  }

  @TempDir private static Path folder;
  private static final Map<Fault, List<String>> FINDINGS = new HashMap<>();

  static List<Fault> faults() throws IOException {
    return Files.readAllLines(FAULTS).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split(" *\\| ", -1))
        .map(
            parts ->
                new Fault(
                    parts[0].strip(),
                    parts[1].replace("\\n", "\n"),
                    parts[2].replace("\\n", "\n"),
                    parts[3].strip()))
        .toList();
  }

  /** One rendering for as many faults as there are files: those of one file come in turn. */
  @BeforeAll
  static void renderBrokenCopies() throws IOException {
    int number = 0;
    for (var overlay : List.of("overlays/dev", "overlays/production")) {
      var left =
          new ArrayList<>(
              faults().stream().filter(each -> each.overlay().equals(overlay)).toList());
      while (!left.isEmpty()) {
        var copy = new Repository(folder.resolve("copy-" + number++));
        copy(copy.root());
        var broken = new ArrayList<Fault>();
        Set<String> files = new HashSet<>();
        for (var fault : left) {
          if (files.add(fault.file())) {
            spoil(copy.root().resolve(fault.file()), fault);
            broken.add(fault);
          }
        }
        left.removeAll(broken);
        var findings = Checks.findings(copy.render(List.of(overlay)));
        broken.forEach(fault -> FINDINGS.put(fault, findings));
      }
    }
  }

  private static void spoil(Path file, Fault fault) throws IOException {
    var text = Files.readString(file);
    assertThat(text).as(fault.file()).contains(fault.good());
    assertThat(fault.bad()).isNotEqualTo(fault.good());
    Files.writeString(
        file,
        text.replaceFirst(Pattern.quote(fault.good()), Matcher.quoteReplacement(fault.bad())));
  }

  private static void copy(Path to) throws IOException {
    var root = Repository.HERE.root();
    for (var part :
        List.of(
            "local-stack.yml",
            "eventing/kustomization.yaml",
            "eventing/schedules.yaml",
            "eventing/contracts/asyncapi.yaml",
            "eventing/wiring",
            "infra/knative/base",
            "infra/knative/components",
            "infra/knative/dispatcher",
            "infra/knative/gateway",
            "infra/knative/overlays",
            "infra/knative/secrets.example")) {
      try (Stream<Path> files = Files.walk(root.resolve(part))) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          var target = to.resolve(root.relativize(file).toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void isRefusedByName(Fault fault) {
    assertThat(FINDINGS.get(fault)).anySatisfy(found -> assertThat(found).contains(fault.told()));
  }

  @Test
  void thereAreMany() throws IOException {
    assertThat(faults()).hasSizeGreaterThan(60).doesNotHaveDuplicates();
  }
}
