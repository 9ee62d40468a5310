package dev.stayflow.local.stack;

import dev.stayflow.local.manifests.HttpRoute;
import dev.stayflow.local.manifests.Manifests;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Calls a function of the standing stack as a guest would: through the gateway, with a token. */
@Command(name = "invoke", description = "Calls a function through the gateway.")
final class InvokeCommand implements Callable<Integer> {
  private final Stack stack;

  InvokeCommand(Stack stack) {
    this.stack = stack;
  }

  @Option(names = "--fn", required = true, description = "The function's name.")
  private String function = "";

  @Option(names = "--data", description = "What to send; default: an empty JSON object.")
  private String data = "{}";

  @Option(names = "--guest", description = "As which guest; default: 42.")
  private long guest = 42;

  @Option(names = "--locale", description = "The guest's language, such as zh-CN; default: en.")
  private String locale = "en";

  @Override
  public Integer call() throws IOException, InterruptedException {
    var file = stack.file();
    var uri = address(file);
    var token = GuestToken.of(file, guest, locale, InstantSource.system());
    var request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(data))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      System.err.println(response.statusCode() + " from " + uri);
      System.out.println(response.body());
      return response.statusCode() / 100 == 2 ? 0 : 1;
    } catch (ConnectException e) {
      throw new StackFailure("Nobody answers at %s: make up starts the stack.".formatted(uri), e);
    }
  }

  private URI address(StackFile file) {
    if (file.functions().stream().noneMatch(known -> known.name().equals(function))) {
      throw new StackFailure(
          "There is no function \"%s\"; there are %s."
              .formatted(
                  function,
                  file.functions().stream().map(Service::name).collect(Collectors.joining(", "))));
    }
    var addresses = Addresses.published(file);
    // a function without a public path is called where func invoke calls it
    return path(Planner.manifests(file))
        .map(path -> addresses.uri("gateway").resolve(path))
        .orElseGet(() -> addresses.uri(function).resolve("/"));
  }

  private Optional<String> path(Manifests manifests) {
    return manifests.httpRoutes().stream()
        .filter(route -> route.service().equals(function))
        .flatMap(route -> route.matches().stream())
        .map(HttpRoute.Match::path)
        .findFirst();
  }
}
