package dev.stayflow.images.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a process is trained with: the settings it starts with, then requests, each with the status
 * that it must be answered with. Written as plain text:
 *
 * <pre>
 * # a remark
 * SETTING=value
 *
 * POST /
 * Content-Type: application/json
 *
 * {"homestayId": 1}
 * => 201
 * </pre>
 *
 * @param settings the process's environment
 */
record Script(Map<String, String> settings, List<Exchange> exchanges) {
  private static final Pattern SETTING = Pattern.compile("([A-Z][A-Z0-9_]*)=(.*)");
  private static final Pattern REQUEST = Pattern.compile("(GET|POST) (/\\S*)");
  private static final Pattern HEADER = Pattern.compile("([A-Za-z-]+): (.*)");
  private static final Pattern STATUS = Pattern.compile("=> (\\d{3})");

  /** Whether the class path has a script of a process. */
  static boolean exists(String process) {
    return Script.class.getResource(process + ".training") != null;
  }

  /**
   * The script of a process, out of the class path.
   *
   * @throws TrainingFailure when there is none, or it cannot be read: with the line
   */
  static Script of(String process) {
    try (InputStream file = Script.class.getResourceAsStream(process + ".training")) {
      if (file == null) {
        throw new TrainingFailure(
            "There is no %s.training: nobody has said by which requests it is trained"
                .formatted(process));
      }
      return new Reader(process + ".training")
          .read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a script; {@code name} is what faults call it. */
  static Script read(String name, String text) {
    return new Reader(name).read(text);
  }

  private static final class Reader {
    private final String name;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<Exchange> exchanges = new ArrayList<>();
    private int line;

    Reader(String name) {
      this.name = name;
    }

    Script read(String text) {
      var lines = text.lines().toList();
      while (line < lines.size()) {
        var current = lines.get(line++);
        var setting = SETTING.matcher(current);
        var request = REQUEST.matcher(current);
        if (request.matches()) {
          exchanges.add(exchange(lines, request.group(1), request.group(2)));
        } else if (setting.matches() && exchanges.isEmpty()) {
          settings.put(setting.group(1), setting.group(2));
        } else if (!current.isBlank() && !current.startsWith("#")) {
          throw fault("expected NAME=value, POST /path or GET /path: " + current);
        }
      }
      if (exchanges.stream().noneMatch(exchange -> exchange.status() / 100 == 2)) {
        throw fault("expected at least one request that succeeds");
      }
      return new Script(settings, exchanges);
    }

    private Exchange exchange(List<String> lines, String method, String path) {
      var start = line;
      var headers = new LinkedHashMap<String, String>();
      var body = new ArrayList<String>();
      while (line < lines.size()) {
        var current = lines.get(line++);
        var status = STATUS.matcher(current);
        var header = HEADER.matcher(current);
        if (status.matches()) {
          return new Exchange(
              start,
              method,
              path,
              headers,
              String.join("\n", body).strip(),
              Integer.parseInt(status.group(1)));
        } else if (body.isEmpty() && header.matches()) {
          headers.put(header.group(1), header.group(2));
        } else {
          body.add(current);
        }
      }
      throw fault("expected => and a status after the request");
    }

    private TrainingFailure fault(String problem) {
      return new TrainingFailure("%s:%d: %s".formatted(name, line, problem));
    }
  }
}
