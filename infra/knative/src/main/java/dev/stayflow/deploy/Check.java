package dev.stayflow.deploy;

import java.util.List;

/** Finds all at once what a deployment would stumble over. */
final class Check {
  private final Kubectl kubectl;
  private final DeployOptions options;
  private final Images images;

  Check(Kubectl kubectl, DeployOptions options, Images images) {
    this.kubectl = kubectl;
    this.options = options;
    this.images = images;
  }

  /**
   * @param manifests the overlay's, with whatever images
   */
  Findings run(List<Manifest> manifests) {
    var findings = new Findings();
    images.check(kubectl.context(), findings);
    if (options.guarded()) {
      Placeholders.check(manifests, findings);
    }
    KafkaAddress.check(manifests, findings);
    if (ClusterVersion.check(kubectl, findings)) {
      OverlayMark.check(kubectl, options, manifests, findings);
      var apis = Apis.check(kubectl, manifests, findings);
      new KnativeCheck(kubectl, findings).check(options, manifests, apis);
      SenderCheck.check(kubectl, manifests, findings);
      new Secrets(kubectl, options, manifests).check(findings);
      Rights.check(kubectl, manifests, apis, findings);
    }
    return findings;
  }
}
