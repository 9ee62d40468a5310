package dev.stayflow.dispatcher.schedules;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tools.jackson.databind.JsonNode;

/** A list of schedules in YAML, or in JSON, which is YAML too. */
final class ScheduleFile {
  private static final String WHAT =
      "a file of schedules is a list: - id: ..., cron: ..., event: ...";

  private final Path path;
  private final ScheduledEventReader reader;

  ScheduleFile(Path path, ScheduledEventReader reader) {
    this.path = path;
    this.reader = reader;
  }

  Path path() {
    return path;
  }

  FileContent read() {
    try {
      return read(Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      return wrong("there is no such file");
    } catch (IOException e) {
      return wrong("cannot be read: " + e.getMessage());
    }
  }

  /** As if these were its bytes. */
  FileContent read(byte[] bytes) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(text);
    } catch (CharacterCodingException e) {
      return wrong("is no text in UTF-8");
    } catch (MarkedYamlEngineException e) {
      var line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      return new FileContent.Wrong(List.of(at(line) + e.getProblem()));
    } catch (YamlEngineException e) {
      return wrong(String.valueOf(e.getMessage()));
    }
  }

  private FileContent parse(String text) {
    var settings = LoadSettings.builder().setLabel(path.toString()).build();
    var root = new Compose(settings).composeString(text);
    if (root.isEmpty()) {
      return new FileContent.Schedules(List.of());
    }
    if (!(root.get() instanceof SequenceNode list)) {
      return new FileContent.Wrong(List.of(at(Lines.of(root.get())) + WHAT));
    }
    return entries(list, new StandardConstructor(settings));
  }

  private FileContent entries(SequenceNode list, StandardConstructor values) {
    var schedules = new ArrayList<ScheduledEvent>();
    var problems = new ArrayList<String>();
    var lines = new HashMap<String, Integer>();
    for (var node : list.getValue()) {
      var entry = json(values, node);
      switch (reader.read(entry)) {
        case ReadSchedule.Valid(var schedule) -> {
          schedules.add(schedule);
          twice(schedule.id(), Lines.of(node), lines).ifPresent(problems::add);
        }
        case ReadSchedule.Wrong(var wrong) -> {
          var name = name(entry, list.getValue().indexOf(node));
          wrong.forEach(field -> problems.add(at(Lines.of(node, field.field())) + name + field));
        }
      }
    }
    return problems.isEmpty()
        ? new FileContent.Schedules(List.copyOf(schedules))
        : new FileContent.Wrong(List.copyOf(problems));
  }

  private Optional<String> twice(String id, int line, Map<String, Integer> lines) {
    return Optional.ofNullable(lines.putIfAbsent(id, line))
        .map(
            before ->
                at(line) + "schedule \"%s\" is there twice, also in line %d".formatted(id, before));
  }

  private static JsonNode json(StandardConstructor values, Node node) {
    return ScheduleJson.JSON.valueToTree(values.constructSingleDocument(Optional.of(node)));
  }

  private static String name(JsonNode entry, int index) {
    var id = entry.path("id").asString("");
    return id.isEmpty() ? "schedule %d: ".formatted(index + 1) : "schedule \"%s\": ".formatted(id);
  }

  private String at(int line) {
    return "%s, line %d: ".formatted(path, line);
  }

  private FileContent wrong(String what) {
    return new FileContent.Wrong(List.of(path + ": " + what));
  }
}
