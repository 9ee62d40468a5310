package dev.stayflow.deploy;

import dev.stayflow.deploy.DeployOptions.ImageSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Takes everything away again. */
@Command(
    name = "undeploy",
    description = "Takes everything off the cluster; data only if asked to.")
final class UndeployCommand implements Callable<Integer> {
  private final Deploy deploy;
  @Mixin private final Settings settings = new Settings();

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  UndeployCommand(Deploy deploy) {
    this.deploy = deploy;
  }

  @Override
  public Integer call() throws InterruptedException {
    var out = spec.commandLine().getOut();
    var options = settings.read(ImageSource.NONE);
    var kubectl = Target.of(deploy, options);
    out.printf("ENV=%s on context %s%n", options.overlay(), kubectl.context());
    if (options.guarded() && !options.confirmed().equals(kubectl.context())) {
      throw new DeployFailure(
          ("This takes ENV=%s off %s, and with the Broker the events that no function has taken"
                  + " yet. If that is meant: CONFIRM=%s")
              .formatted(options.overlay(), kubectl.context(), kubectl.context()));
    }
    var findings = new Findings();
    if (!ClusterVersion.check(kubectl, findings)) {
      findings.print(out, spec.commandLine().getErr());
      return 1;
    }
    var manifests = new Rendering(deploy.programs(), options).render(Optional.empty());
    OverlayMark.refuse(kubectl, options, OverlayMark.of(kubectl, manifests));
    var progress = new Progress(out, deploy.clock());
    var cluster =
        new Cluster(kubectl, deploy.pause(), warning -> progress.say("  %s".formatted(warning)));
    new Undeploy(kubectl, cluster, options, progress, deploy.pause()).run(manifests);
    return 0;
  }
}
