package dev.stayflow.deploy;

import dev.stayflow.deploy.DeployOptions.ImageSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Renders without a cluster. */
@Command(name = "dry-run", description = "Writes what would be applied, in its order; no cluster.")
final class DryRunCommand implements Callable<Integer> {
  private final Deploy deploy;
  @Mixin private final Settings settings = new Settings();

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  DryRunCommand(Deploy deploy) {
    this.deploy = deploy;
  }

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var options = settings.read(ImageSource.NONE);
    Optional<BuiltImages> built =
        options.images() == ImageSource.NONE ? Optional.empty() : BuiltImages.read(options.root());
    if (options.images() != ImageSource.NONE && built.isEmpty()) {
      throw new DeployFailure("There is no %s: make images writes it.".formatted(BuiltImages.FILE));
    }
    var manifests = new Rendering(deploy.programs(), options).render(built);
    var file = DryRun.write(options, manifests);
    out.printf(
        "ENV=%s with the images %s would be applied in this order:%n",
        options.overlay(), built.isPresent() ? "of make images" : "that the overlay names");
    DryRun.counts(manifests).forEach(out::println);
    out.printf("All of it: %s%n", options.root().relativize(file));
    return 0;
  }
}
