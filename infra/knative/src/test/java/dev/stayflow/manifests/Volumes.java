package dev.stayflow.manifests;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Each volume is mounted and each mount has its volume; nothing of the node is mounted. */
final class Volumes implements Check {
  private static final Set<String> SOURCES =
      Set.of("configMap", "secret", "emptyDir", "persistentVolumeClaim", "projected");

  @Override
  public void check(Rendering rendering, Findings findings) {
    rendering.pods().forEach(pod -> check(pod, findings));
  }

  private static void check(PodTemplate pod, Findings findings) {
    var mounted =
        pod.containers().stream()
            .flatMap(container -> mounts(container))
            .map(mount -> mount.node().path("name").asString(""))
            .collect(Collectors.toSet());
    var there =
        Indexed.of(pod.owner().at("/spec/volumeClaimTemplates"))
            .map(claim -> claim.node().at("/metadata/name").asString(""))
            .collect(Collectors.toSet());
    for (var volume : Indexed.of(pod.spec().path("volumes")).toList()) {
      var name = volume.node().path("name").asString("");
      var field = "%s.spec.volumes[%d]".formatted(pod.path(), volume.index());
      findings.check(there.add(name), pod.owner(), field, name + " is there twice");
      findings.check(mounted.contains(name), pod.owner(), field, name + " is not mounted");
      var sources = new HashSet<>(volume.node().propertyNames());
      sources.remove("name");
      findings.check(
          sources.size() == 1 && SOURCES.containsAll(sources),
          pod.owner(),
          field,
          "is of %s; expected one of %s".formatted(sources, SOURCES));
    }
    for (var container : pod.containers()) {
      var paths = new HashSet<String>();
      mounts(container)
          .forEach(
              mount -> {
                var field = "%s.volumeMounts[%d]".formatted(container.path(), mount.index());
                var name = mount.node().path("name").asString("");
                findings.check(
                    there.contains(name), pod.owner(), field, "there is no volume " + name);
                findings.check(
                    paths.add(mount.node().path("mountPath").asString("")),
                    pod.owner(),
                    field,
                    "mounts where another volume is");
              });
    }
  }

  private static Stream<Indexed> mounts(PodTemplate.Container container) {
    return Indexed.of(container.content().path("volumeMounts"));
  }
}
