package dev.stayflow.manifests;

/** Each pod has an account that is there, without a token. */
final class ServiceAccounts implements Check {
  @Override
  public void check(Rendering rendering, Findings findings) {
    rendering
        .all(Kind.SERVICE_ACCOUNT)
        .forEach(
            account -> {
              findings.check(
                  !account.content().path("automountServiceAccountToken").asBoolean(true),
                  account,
                  "automountServiceAccountToken",
                  "must be false: nothing here asks Kubernetes for anything");
              findings.check(
                  rendering
                      .pods()
                      .anyMatch(
                          pod ->
                              pod.owner().namespace().equals(account.namespace())
                                  && name(pod).equals(account.name())),
                  account,
                  "metadata.name",
                  "no pod runs under this account");
            });
    rendering.pods().forEach(pod -> check(pod, rendering, findings));
  }

  private static String name(PodTemplate pod) {
    return pod.spec().path("serviceAccountName").asString("");
  }

  private static void check(PodTemplate pod, Rendering rendering, Findings findings) {
    var field = pod.path() + ".spec.serviceAccountName";
    findings.check(
        !name(pod).isEmpty() && !name(pod).equals("default"),
        pod.owner(),
        field,
        "must name an account of its own");
    findings.check(
        rendering.find(Kind.SERVICE_ACCOUNT, pod.owner().namespace(), name(pod)).isPresent(),
        pod.owner(),
        field,
        "there is no ServiceAccount \"%s\"".formatted(name(pod)));
    findings.check(
        !pod.spec().path("automountServiceAccountToken").asBoolean(true),
        pod.owner(),
        pod.path() + ".spec.automountServiceAccountToken",
        "must be false");
    findings.check(
        !pod.spec().path("enableServiceLinks").asBoolean(true),
        pod.owner(),
        pod.path() + ".spec.enableServiceLinks",
        "must be false: else each Service adds variables, some of which look like settings");
  }
}
