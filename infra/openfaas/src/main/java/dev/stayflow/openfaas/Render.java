package dev.stayflow.openfaas;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Writes what is deployed on OpenFaaS, filled in, to {@code target/openfaas}: {@code stack.yml} for
 * faas-cli, {@code functions.yaml} for kubectl where a paid edition has its operator, and {@code
 * kustomization.yaml} for what stands beside the functions.
 */
public final class Render {
  /** As many as the Community Edition takes; it refuses the next one. */
  private static final int MOST_OF_COMMUNITY = 15;

  private enum Edition {
    CE,
    PRO
  }

  private final Path root;
  private final Map<String, String> environment;

  private Render(Path root, Map<String, String> environment) {
    this.root = root;
    this.environment = environment;
  }

  /** Exit code 1 when something is wrong, which is printed. */
  public static void main(String[] arguments) {
    int status = run(Path.of(""), System.getenv(), System.out, System.err);
    System.exit(status);
  }

  /**
   * The same, with everything that it touches.
   *
   * @param root of the repository
   * @param environment EDITION, REGISTRY, TAG and the settings that the stack asks for
   */
  static int run(Path root, Map<String, String> environment, PrintStream out, PrintStream err) {
    try {
      new Render(root, environment).write(out);
      return 0;
    } catch (StackFailure wrong) {
      err.println(wrong.getMessage());
      return 1;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private void write(PrintStream out) throws IOException {
    Edition edition = edition();
    var placeholders = new Placeholders(environment);
    Stack stack = stack(edition, placeholders);
    Path target = Files.createDirectories(root.resolve("target/openfaas"));
    Files.writeString(target.resolve("stack.yml"), StackWriter.stackFile(stack));
    Files.deleteIfExists(target.resolve("functions.yaml"));
    if (edition == Edition.PRO) {
      Files.writeString(target.resolve("functions.yaml"), StackWriter.functionObjects(stack));
    }
    Files.writeString(target.resolve("kustomization.yaml"), beside());
    out.printf(
        "%d functions for %s in target/openfaas%n",
        stack.functions().size(),
        edition == Edition.PRO ? "a paid edition" : "the Community Edition");
    if (!placeholders.empty().isEmpty()) {
      out.println(
          "Not set, so empty there: "
              + String.join(", ", placeholders.empty())
              + ". The README of each function says whether that can be.");
    }
  }

  private Stack stack(Edition edition, Placeholders placeholders) {
    Stack stack = Stack.read(root.resolve("infra/openfaas/stack.yml"));
    if (edition == Edition.PRO) {
      stack = stack.with(root.resolve("infra/openfaas/pro.yml"));
    } else if (stack.functions().size() > MOST_OF_COMMUNITY) {
      throw new StackFailure(
          "The Community Edition takes %d functions, and stack.yml has %d: leave some out, or EDITION=pro."
              .formatted(MOST_OF_COMMUNITY, stack.functions().size()));
    }
    Map<String, String> built = usesTag() ? Map.of() : BuiltImages.read(root);
    return stack.each(
        (name, spec) ->
            (built.containsKey(name) ? spec.withImage(built.get(name)) : spec)
                .filledIn(placeholders::fillIn));
  }

  private boolean usesTag() {
    return !environment.getOrDefault("TAG", "").isEmpty();
  }

  private Edition edition() {
    String text = environment.getOrDefault("EDITION", "");
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "", "ce" -> Edition.CE;
      case "pro" -> Edition.PRO;
      default -> throw new StackFailure("EDITION: '%s'; expected ce or pro".formatted(text));
    };
  }

  /** The dispatcher and the migration, with the same images. */
  private String beside() {
    String head =
        """
        # Written by make openfaas-render: kubectl apply -k target/openfaas
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources:
          - ../../infra/openfaas/beside
        """;
    if (!usesTag() && Files.exists(root.resolve(BuiltImages.FILE))) {
      return head + "components:\n  - ../images\n";
    }
    String registry = environment.getOrDefault("REGISTRY", "");
    String prefix = registry.isEmpty() ? "dev.local/stayflow" : registry;
    String tag = usesTag() ? environment.get("TAG") : "dev";
    return head
        + """
        images:
          - {name: dispatcher, newName: "%1$s/dispatcher", newTag: "%2$s"}
          - {name: postgres-migrations, newName: "%1$s/postgres-migrations", newTag: "%2$s"}
        """
            .formatted(prefix, tag);
  }
}
