package dev.stayflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The overlays of this repository, rendered by the real kustomize; no cluster, no kubectl. */
class DryRunTest {
  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();

  @TempDir private Path directory;
  private String out = "";
  private String err = "";

  /** A copy of what is rendered, since a rendering leaves files in target. */
  private Path copy() throws IOException {
    for (var folder : List.of("infra/knative", "eventing", "infra/local/servers")) {
      try (var files = Files.walk(REPOSITORY.resolve(folder))) {
        for (var file : files.sorted(Comparator.naturalOrder()).toList()) {
          var relative = REPOSITORY.relativize(file).toString();
          if (Files.isRegularFile(file) && !relative.matches(".*/(target|src)/.*")) {
            var to = directory.resolve(relative);
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
          }
        }
      }
    }
    return directory;
  }

  private int run(Path root, String... options) {
    var arguments = new java.util.ArrayList<>(List.of("dry-run", "--root=" + root));
    arguments.addAll(List.of(options));
    var words = new StringWriter();
    var complaints = new StringWriter();
    var status =
        Deploy.run(
            System.getenv(),
            duration -> {
              throw new AssertionError("nothing to wait for");
            },
            InstantSource.system(),
            new PrintWriter(words, true),
            new PrintWriter(complaints, true),
            arguments.toArray(String[]::new));
    out = words.toString();
    err = complaints.toString();
    return status;
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void everyObjectStandsInTheFileOnceInTheOrderOfThePhases(String overlay) throws IOException {
    var root = copy();
    assertThat(run(root, "--env=" + overlay)).as(out + err).isZero();
    var written =
        Manifest.readAll(
            Files.readString(root.resolve("target/deploy").resolve(overlay + ".yaml")));
    var phases = written.stream().map(Phase::of).toList();
    assertThat(phases).isSortedAccordingTo(Comparator.naturalOrder());
    assertThat(phases).contains(Phase.JOBS, Phase.BROKER, Phase.FUNCTIONS, Phase.GATEWAY);
    assertThat(written.stream().map(Manifest::name)).doesNotHaveDuplicates();
    assertThat(out)
        .contains("in all" + " ".repeat(34))
        .containsPattern("in all +" + written.size() + "\n")
        .containsPattern(
            "functions and dispatcher +\\d+ +1 Deployment, \\d PodDisruptionBudget, 15 Service");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void builtImagesTakeThePlaceOfThoseOfTheOverlay(String overlay) throws IOException {
    var root = copy();
    var images = imagesOf(root);
    var lines =
        new StringBuilder(
            "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages:\n");
    images.forEach(
        (name, tag) ->
            lines.append(
                "  - name: %s%n    newName: registry.test:5000/stays/%s%n    newTag: \"%s\"%n"
                    .formatted(name, name, tag)));
    Files.createDirectories(root.resolve("target/images"));
    Files.writeString(root.resolve(BuiltImages.FILE), lines);
    assertThat(run(root, "--env=" + overlay, "--images=built")).as(out + err).isZero();
    var written =
        Manifest.readAll(Files.readString(root.resolve("target/deploy/" + overlay + ".yaml")));
    var used =
        written.stream().flatMap(each -> Image.in(each.tree())).map(Image::toString).toList();
    assertThat(used)
        .contains("registry.test:5000/stays/create-order:" + images.get("create-order"))
        .contains("registry.test:5000/stays/dispatcher:" + images.get("dispatcher"))
        .noneMatch(image -> image.matches("(dev.local/)?stayflow/.*"));
    assertThat(Rendering.of(written, "batch", "Job").map(job -> job.name().name()))
        .contains("migrate-" + images.get("postgres-migrations"));
  }

  @Test
  void aChangedSettingMakesNewRevisionsOfThoseWhoReadItAlone() throws IOException {
    var root = copy();
    assertThat(run(root)).as(out + err).isZero();
    var before = stamps(root);
    var settings = root.resolve("infra/knative/overlays/dev/settings/settings.yaml");
    Files.writeString(
        settings,
        Files.readString(settings).replaceFirst("NOTICE_FROM: .*", "NOTICE_FROM: a@b.test"));
    assertThat(run(root)).as(out + err).isZero();
    var after = stamps(root);
    assertThat(after)
        .hasSameSizeAs(before)
        .containsKeys("Service create-order", "Deployment dispatcher");
    before.entrySet().removeAll(after.entrySet());
    assertThat(before).containsOnlyKeys("Service notify-guest");
  }

  private static Map<String, String> stamps(Path root) {
    var found = new TreeMap<String, String>();
    for (var manifest : Manifest.readAll(read(root.resolve("target/deploy/dev.yaml")))) {
      var annotations =
          manifest.tree().path("spec").path("template").path("metadata").path("annotations");
      if (annotations.has(SettingsStamp.ANNOTATION)) {
        found.put(
            manifest.name().toString(), annotations.path(SettingsStamp.ANNOTATION).asString(""));
      }
    }
    return found;
  }

  @Test
  void anImageThatWasNotBuiltIsNamed() throws IOException {
    var root = copy();
    Files.createDirectories(root.resolve("target/images"));
    Files.writeString(
        root.resolve(BuiltImages.FILE),
        "images:\n  - {name: create-order, newName: registry.test/create-order, newTag: abc}\n");
    assertThat(run(root, "--images=built")).isEqualTo(1);
    assertThat(err).contains(" was not built: it is not in target/images/kustomization.yaml.");
  }

  @Test
  void withoutBuiltImagesThereIsOneClearLine() throws IOException {
    assertThat(run(copy(), "--images=built")).isEqualTo(1);
    assertThat(err)
        .isEqualTo("There is no target/images/kustomization.yaml: make images writes it.\n");
  }

  @Test
  void whatKustomizeRefusesIsToldInItsWords() throws IOException {
    var root = copy();
    Files.writeString(
        root.resolve("infra/knative/overlays/dev/kustomization.yaml"),
        "resources: [nowhere.yaml]\n");
    assertThat(run(root)).isEqualTo(1);
    assertThat(err)
        .startsWith("kustomize cannot render infra/knative/overlays/dev:")
        .contains("nowhere.yaml");
  }

  /** Each name of the overlay that is ours, with a tag of twelve digits as make images gives it. */
  private Map<String, String> imagesOf(Path root) {
    assertThat(run(root)).as(out + err).isZero();
    var found = new TreeMap<String, String>();
    Manifest.readAll(read(root.resolve("target/deploy/dev.yaml"))).stream()
        .flatMap(manifest -> Image.in(manifest.tree()))
        .filter(image -> image.prefix().equals("dev.local/stayflow/"))
        .forEach(
            image ->
                found.put(
                    image.shortName(),
                    "%012x".formatted(image.shortName().hashCode() & 0xffffffffL)));
    assertThat(found).hasSizeGreaterThan(16);
    return found;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
