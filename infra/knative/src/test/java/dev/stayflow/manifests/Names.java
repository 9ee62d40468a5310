package dev.stayflow.manifests;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Each object is there once, in a namespace that is there, and its name can be a host's. */
final class Names implements Check {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern JOINED = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

  /** Of the cluster: Knative's own and its ingress's, whose pods are not known here. */
  static final Set<String> OF_THE_CLUSTER = Set.of("knative-eventing", "kourier-system");

  private static final Set<String> WITHOUT_NAMESPACE =
      Set.of("Namespace", "ClusterRole", "ClusterRoleBinding", "PriorityClass", "StorageClass");

  @Override
  public void check(Rendering rendering, Findings findings) {
    var seen = new HashSet<String>();
    for (var object : rendering.objects()) {
      var id =
          String.join(" ", object.apiVersion(), object.kind(), object.namespace(), object.name());
      findings.check(seen.add(id), object, "metadata.name", "is there twice");
      var address = object.is(Kind.KNATIVE_SERVICE) || object.is(Kind.SERVICE);
      // Kubernetes warns of dots in a Job's name, since its pods' host names are made of it.
      findings.check(
          (address || object.is(Kind.JOB) ? LABEL : JOINED).matcher(object.name()).matches(),
          object,
          "metadata.name",
          "must be lower case letters, digits and hyphens");
      if (!WITHOUT_NAMESPACE.contains(object.kind())) {
        checkNamespace(object, rendering, findings);
      }
    }
  }

  private static void checkNamespace(Manifest object, Rendering rendering, Findings findings) {
    findings.check(
        OF_THE_CLUSTER.contains(object.namespace())
            || rendering.find(Kind.NAMESPACE, "", object.namespace()).isPresent(),
        object,
        "metadata.namespace",
        "there is no namespace \"%s\" in %s".formatted(object.namespace(), rendering.name()));
  }
}
