package dev.stayflow.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The user's kubectl on one context.
 *
 * @param command its path
 * @param context the context's name in the user's kubeconfig; empty: the current one
 */
record Kubectl(Programs programs, String command, String context) {
  private static final JsonMapper json = new JsonMapper();

  /** Runs it, whatever comes of it. */
  Programs.Result run(String... arguments) {
    return runWith("", arguments);
  }

  /**
   * @param input what it reads from its standard input
   */
  Programs.Result runWith(String input, String... arguments) {
    var line = new ArrayList<>(prefix());
    line.add("--request-timeout=60s");
    line.addAll(List.of(arguments));
    return programs.run(line, input);
  }

  /** Starts one that stays, such as a port-forward. */
  Process start(String... arguments) {
    return programs.start(Stream.concat(prefix().stream(), Stream.of(arguments)).toList());
  }

  /**
   * The objects that it prints as JSON, one or a list.
   *
   * @throws DeployFailure with its own words when it fails
   */
  List<JsonNode> objects(String... arguments) {
    return objectsWith("", arguments);
  }

  List<JsonNode> objectsWith(String input, String... arguments) {
    return objectsOf(succeeded(runWith(input, arguments), arguments));
  }

  /**
   * @throws DeployFailure with its own words when it failed
   */
  Programs.Result succeeded(Programs.Result result, String... arguments) {
    if (!result.ok()) {
      throw new DeployFailure(
          "kubectl %s failed: %s".formatted(String.join(" ", arguments), result.complaint()));
    }
    return result;
  }

  /** What it printed, as objects: kubectl prints one object by itself, and some lists unwrapped. */
  static List<JsonNode> objectsOf(Programs.Result result) {
    var found = new ArrayList<JsonNode>();
    try (var documents = json.readerFor(JsonNode.class).<JsonNode>readValues(result.out())) {
      while (documents.hasNext()) {
        var document = documents.next();
        if (document.path("kind").asString("").endsWith("List") && document.has("items")) {
          document.path("items").forEach(found::add);
        } else {
          found.add(document);
        }
      }
    } catch (JacksonException e) {
      throw new DeployFailure(
          "kubectl answered with what is no JSON: " + result.out().strip().lines().findFirst(), e);
    }
    return found;
  }

  /** How a user would call it by hand. */
  String shown(String arguments) {
    return "kubectl --context %s %s".formatted(context, arguments);
  }

  private List<String> prefix() {
    return context.isEmpty() ? List.of(command) : List.of(command, "--context=" + context);
  }
}
