package dev.stayflow.local.stack;

import dev.stayflow.local.stack.ContainerEngine.Container;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows what the standing stack is doing. */
@Command(
    name = "status",
    description = "Shows parts, topics and consumer lag, due events, dead letters and mails.")
final class StatusCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final JsonMapper json = new JsonMapper();
  private static final Pattern TASKS =
      Pattern.compile(
          "dispatcher_tasks\\{queue=\"(?<queue>[^\"]+)\",state=\"(?<state>[^\"]+)\"} (?<tasks>.+)");

  private final Stack stack;

  StatusCommand(Stack stack) {
    this.stack = stack;
  }

  private final InstantSource clock = InstantSource.system();

  @Override
  public Integer call() throws InterruptedException {
    return switch (stack.engine()) {
      case EMBEDDED -> embedded();
      case DOCKER -> containers();
    };
  }

  private int containers() throws InterruptedException {
    var containers = ContainerEngine.find(stack.options().root()).containers();
    if (containers.stream().noneMatch(Container::isRunning)) {
      System.out.println("No container of the stack is running; make up ENGINE=docker starts it.");
      return 0;
    }
    System.out.printf("%-18s %-10s %s%n", "PART", "STATE", "STATUS");
    for (var container : containers) {
      System.out.printf(
          "%-18s %-10s %s%n", container.service(), container.state(), container.status());
    }
    flows();
    return 0;
  }

  private int embedded() throws InterruptedException {
    var state = StackState.read(stack.options().stateDirectory());
    if (state.flatMap(StackState::supervisorProcess).isEmpty()) {
      System.out.println(
          state.stream().flatMap(found -> found.parts().stream()).anyMatch(PartReport::isRunning)
              ? "The stack's supervisor was killed, its parts run on: make up or make down ends them."
              : "The stack is not running; make up starts it.");
      return 0;
    }
    parts(state.get());
    flows();
    return 0;
  }

  /** What goes through the stack, whatever it runs on: both publish the same ports. */
  private void flows() throws InterruptedException {
    try (var http = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
      var addresses = Addresses.published(stack.file());
      var eventing = read(http, addresses.uri(Planner.EVENTING).resolve("/status"));
      eventing.ifPresentOrElse(
          StatusCommand::events, () -> System.out.println("Topics: eventing does not answer."));
      var metrics = text(http, addresses.uri("dispatcher").resolve("/metrics"));
      metrics.ifPresentOrElse(
          StatusCommand::delayed,
          () -> System.out.println("Delayed events: the dispatcher does not answer."));
      var mails = read(http, addresses.uri("mailbox").resolve("/mails?limit=5"));
      mails.ifPresentOrElse(
          StatusCommand::mails, () -> System.out.println("Mails: the mailbox does not answer."));
    }
  }

  private void parts(StackState state) {
    row("PART", "STATE", "PID", "PORT", "RESTARTS", "FOR");
    for (var part : state.parts()) {
      row(
          part.name(),
          part.state().name().toLowerCase(Locale.ROOT),
          part.pid() == 0 ? "-" : Long.toString(part.pid()),
          part.port() == 0 ? "-" : Integer.toString(part.port()),
          Integer.toString(part.restarts()),
          brief(Duration.between(part.since(), clock.instant())));
    }
  }

  private static void row(
      String part, String state, String pid, String port, String restarts, String since) {
    System.out.printf("%-18s %-10s %8s %6s %9s %10s%n", part, state, pid, port, restarts, since);
  }

  private static String brief(Duration time) {
    return time.toHours() > 0
        ? "%dh %dm".formatted(time.toHours(), time.toMinutesPart())
        : "%dm %ds".formatted(time.toMinutesPart(), time.toSecondsPart());
  }

  private static Optional<JsonNode> read(HttpClient http, URI uri) throws InterruptedException {
    try {
      return text(http, uri).map(json::readTree);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(HttpClient http, URI uri) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(uri).timeout(LIMIT).build();
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return Optional.of(response).filter(it -> it.statusCode() == 200).map(HttpResponse::body);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void events(JsonNode status) {
    System.out.printf("%n%-48s %10s %8s%n", "TOPIC", "PARTITIONS", "EVENTS");
    for (var topic : status.path("topics")) {
      System.out.printf(
          "%-48s %10s %8s%n",
          topic.path("name").asString(),
          topic.path("partitions").asString(),
          topic.path("events").asString());
    }
    System.out.printf(
        "%n%-28s %-14s %6s %10s %8s %13s%n",
        "CONSUMER", "KIND", "LAG", "DELIVERED", "RETRIED", "DEAD LETTERS");
    consumers("trigger", status.path("triggers"));
    consumers("kafka source", status.path("kafkaSources"));
    consumers("ping source", status.path("pingSources"));
    System.out.printf("%nDead letters in all: %s%n", status.path("deadLetters").asString());
  }

  private static void consumers(String kind, JsonNode consumers) {
    for (var consumer : consumers) {
      System.out.printf(
          "%-28s %-14s %6s %10s %8s %13s%n",
          consumer.path("name").asString(),
          kind,
          consumer.path("lag").asString("-"),
          consumer.path("delivered").asString("0"),
          consumer.path("retried").asString("0"),
          consumer.path("deadLettered").asString("-"));
    }
  }

  /** One line a queue, of the dispatcher's Prometheus text. */
  private static void delayed(String metrics) {
    var queues = new TreeMap<String, StringJoiner>();
    for (var line : metrics.split("\n", -1)) {
      var count = TASKS.matcher(line);
      if (count.matches()) {
        queues
            .computeIfAbsent(count.group("queue"), _ -> new StringJoiner("  "))
            .add(count.group("state") + " " + (long) Double.parseDouble(count.group("tasks")));
      }
    }
    System.out.printf("%nDelayed events%n");
    queues.forEach((queue, counts) -> System.out.printf("%-14s %s%n", queue, counts));
  }

  private static void mails(JsonNode mailbox) {
    System.out.printf("%nMails to guests: %s%n", mailbox.path("count").asString());
    for (var mail : mailbox.path("mails")) {
      System.out.printf(
          "  %-30s %s%n", mail.path("to").asString(), mail.path("subject").asString());
    }
  }
}
