package dev.stayflow.deploy;

import dev.stayflow.deploy.DeployOptions.ImageSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks, builds, applies, waits and tries. */
@Command(name = "apply", description = "Brings everything to the cluster and places one order.")
final class ApplyCommand implements Callable<Integer> {
  private final Deploy deploy;
  @Mixin private final Settings settings = new Settings();

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  ApplyCommand(Deploy deploy) {
    this.deploy = deploy;
  }

  @Override
  public Integer call() throws InterruptedException {
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    var options = settings.read(ImageSource.BUILD);
    var kubectl = Target.of(deploy, options);
    out.printf("ENV=%s on context %s%n", options.overlay(), kubectl.context());
    var progress = new Progress(out, deploy.clock());
    var images = new Images(deploy.programs(), options, progress);
    var rendering = new Rendering(deploy.programs(), options);
    var findings = new Check(kubectl, options, images).run(rendering.render(Optional.empty()));
    findings.print(out, err);
    if (!findings.good()) {
      return 1;
    }
    var built = images.obtain();
    built.ifPresent(found -> images.load(found, kubectl.context()));
    var manifests = rendering.render(built);
    var cluster =
        new Cluster(kubectl, deploy.pause(), warning -> progress.say("  %s".formatted(warning)));
    new Deployment(kubectl, cluster, options, progress, deploy.pause(), deploy.clock())
        .run(manifests, deploy.setting("SMOKE_TOKEN"));
    new Urls(kubectl, options, manifests, deploy.clock()).lines().forEach(out::println);
    return 0;
  }
}
