package dev.stayflow.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What stands in files and no rendering shows: an object that no kustomization takes, a second one
 * in a file, and words that YAML 1.1, which clusters read, takes for true or false.
 */
final class SourceFiles implements Check {
  private static final List<String> FOLDERS =
      List.of(
          "eventing/wiring",
          "infra/knative/base",
          "infra/knative/components",
          "infra/knative/dispatcher",
          "infra/knative/gateway",
          "infra/knative/overlays");

  private static final String KUSTOMIZATION = "kustomization.yaml";

  /** Looked at and filled in by people. */
  private static final String EXAMPLE = ".example.yaml";

  private static final String WORDS = "([yY]|[yY]es|YES|[nN]|[nN]o|NO|[oO]n|ON|[oO]ff|OFF)";
  private static final Pattern TRUTH =
      Pattern.compile(
          "(?m)^.*?[:-][ ]+%s[ ]*(?:[ ]#.*)?$|^[ ]*(?:-[ ]+)*%s[ ]*:(?:[ ].*)?$"
              .formatted(WORDS, WORDS));

  @Override
  public void check(Rendering rendering, Findings findings) {
    var root = rendering.repository().root();
    for (var folder : FOLDERS) {
      try (Stream<Path> files = Files.walk(root.resolve(folder))) {
        for (var file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
          check(file, root.normalize().relativize(file.normalize()).toString(), findings);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void check(Path file, String shown, Findings findings) throws IOException {
    var text = Files.readString(file);
    TRUTH
        .matcher(text)
        .results()
        .forEach(
            line ->
                findings.add(
                    shown,
                    "\"%s\": true or false to YAML 1.1; put it into quotes"
                        .formatted(line.group().strip())));
    findings.check(
        Yaml.documents(text).size() == 1, shown, "must hold one object, so that its name tells it");
    var name = String.valueOf(file.getFileName());
    findings.check(
        name.equals(KUSTOMIZATION)
            || name.endsWith(EXAMPLE)
            || isListed(name, file.resolveSibling(KUSTOMIZATION)),
        shown,
        "is in no kustomization, so nobody applies it");
  }

  /** Among resources or generated files, or as a patch. */
  private static boolean isListed(String name, Path kustomization) throws IOException {
    return Files.exists(kustomization)
        && Pattern.compile("(?m)^ *(?:- )?(?:path: )?(?:\\S+=)?%s$".formatted(Pattern.quote(name)))
            .matcher(Files.readString(kustomization))
            .find();
  }
}
