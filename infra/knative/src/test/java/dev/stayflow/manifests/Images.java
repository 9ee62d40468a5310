package dev.stayflow.manifests;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Images are those that are built here or that local-stack.yml names, of a version that stays. */
final class Images implements Check {
  private static final Pattern IMAGE =
      Pattern.compile("(?:.*/)?(?<name>[a-z0-9._-]+)(?::(?<tag>[\\w.-]+)|@sha256:[0-9a-f]{64})");

  @Override
  public void check(Rendering rendering, Findings findings) {
    var known = known(rendering.repository());
    rendering
        .containers()
        .forEach(
            container -> {
              var image = container.content().path("image").asString("");
              var field = container.path() + ".image";
              var parts = IMAGE.matcher(image);
              if (!parts.matches()) {
                findings.add(
                    container.owner(),
                    field,
                    "\"%s\" has no tag; add it to images: of the overlay's kustomization"
                        .formatted(image));
                return;
              }
              findings.check(
                  !"latest".equals(parts.group("tag")),
                  container.owner(),
                  field,
                  "latest is no version");
              findings.check(
                  known.contains(parts.group("name")),
                  container.owner(),
                  field,
                  "\"%s\" is no image of ours; known: %s".formatted(image, known));
              checkOwner(container, parts.group("name"), findings);
            });
  }

  /** A function runs its own image. */
  private static void checkOwner(PodTemplate.Container container, String image, Findings findings) {
    findings.check(
        !container.of().isOfKnative() || image.equals(container.owner().name()),
        container.owner(),
        container.path() + ".image",
        "is the image of " + image);
  }

  private static Set<String> known(Repository repository) {
    return repository
        .stackFile()
        .path("services")
        .valueStream()
        .map(service -> service.path("image").asString(""))
        .map(image -> image.replaceAll("[:@].*", "").replaceAll(".*/", ""))
        .filter(image -> !image.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
