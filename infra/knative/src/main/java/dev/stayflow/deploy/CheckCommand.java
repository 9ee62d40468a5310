package dev.stayflow.deploy;

import dev.stayflow.deploy.DeployOptions.ImageSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks whether a deployment can succeed. */
@Command(name = "check", description = "Says all that is missing for a deployment, at once.")
final class CheckCommand implements Callable<Integer> {
  private final Deploy deploy;
  @Mixin private final Settings settings = new Settings();

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  CheckCommand(Deploy deploy) {
    this.deploy = deploy;
  }

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var options = settings.read(ImageSource.BUILD);
    var kubectl = Target.of(deploy, options);
    out.printf("ENV=%s on context %s%n", options.overlay(), kubectl.context());
    var progress = new Progress(out, deploy.clock());
    var images = new Images(deploy.programs(), options, progress);
    var manifests = new Rendering(deploy.programs(), options).render(Optional.empty());
    var findings = new Check(kubectl, options, images).run(manifests);
    findings.print(out, spec.commandLine().getErr());
    if (!findings.good()) {
      return 1;
    }
    out.println("Everything is there: make deploy can begin.");
    return 0;
  }
}
