package dev.stayflow.deploy;

/** Finds kubectl and the cluster that the user means. */
final class Target {
  private Target() {}

  /**
   * @throws DeployFailure without a kubectl, without a context, or where guests are and the context
   *     was not named
   */
  static Kubectl of(Deploy deploy, DeployOptions options) {
    var programs = deploy.programs();
    var wanted = deploy.setting("KUBECTL");
    var command =
        programs
            .find(wanted.isEmpty() ? "kubectl" : wanted)
            .orElseThrow(
                () ->
                    new DeployFailure(
                        wanted.isEmpty()
                            ? "kubectl is not on PATH. Install it"
                                + " (https://kubernetes.io/docs/tasks/tools/), or say by"
                                + " KUBECTL=... where it is."
                            : "KUBECTL=%s is no program.".formatted(wanted)));
    var context = options.context();
    if (context.isEmpty()) {
      var current = new Kubectl(programs, command.toString(), "").run("config", "current-context");
      context = current.out().strip();
      if (!current.ok() || context.isEmpty()) {
        throw new DeployFailure(
            "kubectl has no current context. CONTEXT=... names one of: kubectl config"
                + " get-contexts");
      }
      if (options.guarded() && !options.confirmed().equals(context)) {
        throw new DeployFailure(
            "ENV=%s wants its cluster named: CONTEXT=%s if it is that one, which is kubectl's current context."
                .formatted(options.overlay(), context));
      }
    }
    return new Kubectl(programs, command.toString(), context);
  }
}
