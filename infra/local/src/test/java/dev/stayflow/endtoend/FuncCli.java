package dev.stayflow.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code func invoke}: the real one where it is on PATH, else one that looks a function up and
 * sends as the real one (1.23) does. {@code FUNC_PLAYED=true} plays it in any case.
 */
interface FuncCli {
  /** How it ended and what it printed, on both streams. */
  record Outcome(int exit, String printed) {}

  /** Calls the function of a folder; options as on the command line. */
  Outcome invoke(Path folder, List<String> options);

  static FuncCli found() {
    boolean played = "true".equals(System.getenv("FUNC_PLAYED"));
    return onPath().filter(_ -> !played).<FuncCli>map(Real::new).orElseGet(Played::new);
  }

  private static Optional<Path> onPath() {
    return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
        .map(folder -> Path.of(folder, "func"))
        .filter(Files::isExecutable)
        .filter(FuncCli::isKnatives)
        .findFirst();
  }

  /** Azure's functions have a CLI of the same name. */
  private static boolean isKnatives(Path executable) {
    return run(new ProcessBuilder(executable.toString(), "invoke", "--help"))
        .printed()
        .contains("--content-type");
  }

  private static Outcome run(ProcessBuilder command) {
    try {
      Path printed = Files.createTempFile("func", ".txt");
      try {
        Process process =
            command.redirectErrorStream(true).redirectOutput(printed.toFile()).start();
        process.getOutputStream().close();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          throw new IllegalStateException("it does not end: " + command.command());
        }
        return new Outcome(process.exitValue(), Files.readString(printed));
      } finally {
        Files.delete(printed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The CLI itself, with settings of its own. */
  record Real(Path executable) implements FuncCli {
    @Override
    public Outcome invoke(Path folder, List<String> options) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  executable.toString(), "invoke", "--path", folder.toAbsolutePath().toString()));
      command.addAll(options);
      var builder = new ProcessBuilder(command);
      builder.environment().keySet().removeIf(name -> name.startsWith("FUNC_"));
      builder.environment().put("XDG_CONFIG_HOME", folder.resolve(".config").toString());
      return run(builder);
    }
  }

  /** Does what it does, as far as our functions can tell. */
  record Played() implements FuncCli {
    private static final Pattern EVENTS = Pattern.compile("(?m)^invoke: cloudevent$");

    @Override
    public Outcome invoke(Path folder, List<String> options) {
      Map<String, String> given = new HashMap<>();
      for (int i = 0; i < options.size(); i += 2) {
        given.put(options.get(i), options.get(i + 1));
      }
      try {
        boolean event = EVENTS.matcher(Files.readString(folder.resolve("func.yaml"))).find();
        URI uri = URI.create("http://localhost:" + port(folder) + "/");
        var request =
            HttpRequest.newBuilder(uri)
                .header("Content-Type", given.getOrDefault("--content-type", "application/json"))
                .POST(BodyPublishers.ofString(data(given)));
        if (event) {
          request.headers(
              "ce-specversion", "1.0",
              "ce-id", given.getOrDefault("--id", UUID.randomUUID().toString()),
              "ce-source", given.getOrDefault("--source", "/boson/fn"),
              "ce-type", given.getOrDefault("--type", "boson.fn"));
        }
        var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        if (event) {
          return new Outcome(0, "");
        }
        return answer.statusCode() > 299
            ? new Outcome(1, "failure invoking '%s' (HTTP %d)".formatted(uri, answer.statusCode()))
            : new Outcome(0, answer.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String data(Map<String, String> given) throws IOException {
      return given.containsKey("--file")
          ? Files.readString(Path.of(given.get("--file")))
          : given.getOrDefault("--data", "{\"message\":\"Hello World\"}");
    }

    /** The first number in lexical order. */
    private static String port(Path folder) throws IOException {
      try (Stream<Path> runs = Files.list(folder.resolve(".func/runs"))) {
        return runs.map(run -> String.valueOf(run.getFileName()))
            .filter(name -> name.matches("\\d+"))
            .sorted()
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("nothing runs in " + folder));
      }
    }
  }
}
