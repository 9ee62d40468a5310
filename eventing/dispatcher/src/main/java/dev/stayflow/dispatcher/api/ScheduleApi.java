package dev.stayflow.dispatcher.api;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.ScheduleInfo;
import dev.stayflow.delayedtasks.Schedules;
import dev.stayflow.dispatcher.access.Actor;
import dev.stayflow.dispatcher.operations.Operations;
import dev.stayflow.dispatcher.schedules.FieldProblem;
import dev.stayflow.dispatcher.schedules.ReadSchedule;
import dev.stayflow.dispatcher.schedules.ScheduledEvent;
import dev.stayflow.dispatcher.schedules.ScheduledEventReader;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is delivered again and again. */
@RestController
final class ScheduleApi {
  private static final int MOST_UPCOMING = 100;

  private final Inspector inspector;
  private final Schedules schedules;
  private final ScheduledEventReader reader;
  private final Operations operations;
  private final InstantSource clock;

  ScheduleApi(
      Inspector inspector,
      Schedules schedules,
      ScheduledEventReader reader,
      Operations operations,
      InstantSource clock) {
    this.inspector = inspector;
    this.schedules = schedules;
    this.reader = reader;
    this.operations = operations;
    this.clock = clock;
  }

  record All(List<ScheduleStateJson> schedules) {}

  record History(List<FiringJson> firings) {}

  @GetMapping("/api/schedules")
  All all() {
    return new All(
        schedules.list().stream().map(info -> ScheduleStateJson.of(info, inspector)).toList());
  }

  @GetMapping("/api/schedule")
  ScheduleStateJson.WithUpcoming one(
      @RequestParam String id, @RequestParam(defaultValue = "5") int upcoming) {
    Check.within("upcoming", upcoming, 0, MOST_UPCOMING);
    var info = find(id);
    return new ScheduleStateJson.WithUpcoming(
        ScheduleStateJson.of(info, inspector), info.schedule().next(clock.instant(), upcoming));
  }

  @GetMapping("/api/schedule/history")
  History history(
      @RequestParam String id,
      @RequestParam Optional<Instant> before,
      @RequestParam(defaultValue = "50") int size) {
    Check.size(size);
    find(id);
    var firings =
        before
            .map(time -> schedules.history(id, time, size))
            .orElseGet(() -> schedules.history(id, size));
    return new History(firings.stream().map(firing -> FiringJson.of(firing, inspector)).toList());
  }

  @PutMapping("/api/schedule")
  ResponseEntity<ScheduleStateJson> put(@RequestParam String id, @RequestBody JsonNode body) {
    var wanted = read(id, body);
    var result =
        operations
            .putSchedule(Actor.current(), wanted.schedule())
            .orElseThrow(ScheduleApi::comesFromFile);
    wanted.paused().ifPresent(paused -> pause(id, paused));
    return ResponseEntity.status(result == Schedules.Put.ADDED ? HttpStatus.CREATED : HttpStatus.OK)
        .body(ScheduleStateJson.of(find(id), inspector));
  }

  @DeleteMapping("/api/schedule")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@RequestParam String id) {
    switch (operations.removeSchedule(Actor.current(), Check.notEmpty("id", id))) {
      case REMOVED -> {}
      case NOT_THERE -> throw missing(id);
      case OF_FILE -> throw comesFromFile();
    }
  }

  @PostMapping("/api/schedule/pause")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void pause(@RequestParam String id) {
    require(pause(id, true), id);
  }

  @PostMapping("/api/schedule/resume")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void resume(@RequestParam String id) {
    require(pause(id, false), id);
  }

  @PostMapping("/api/schedule/run")
  FiringJson run(@RequestParam String id) {
    return operations
        .runNow(Actor.current(), Check.notEmpty("id", id))
        .map(firing -> FiringJson.of(firing, inspector))
        .orElseThrow(() -> missing(id));
  }

  private ScheduledEvent read(String id, JsonNode body) {
    if (!(body instanceof ObjectNode fields)) {
      throw Wrong.body("a schedule is a JSON object");
    }
    if (fields.has("id") && !fields.path("id").asString("").equals(id)) {
      throw Wrong.parameter("id", "is another one in the body; leave it out there");
    }
    return switch (reader.read(fields.put("id", id))) {
      case ReadSchedule.Valid valid -> valid.schedule();
      case ReadSchedule.Wrong wrong ->
          throw Wrong.parameter(
              wrong.problems().getFirst().field(),
              wrong.problems().stream()
                  .map(FieldProblem::toString)
                  .collect(Collectors.joining("; ")));
    };
  }

  private boolean pause(String id, boolean paused) {
    Check.notEmpty("id", id);
    return paused
        ? operations.pauseSchedule(Actor.current(), id)
        : operations.resumeSchedule(Actor.current(), id);
  }

  private static Wrong comesFromFile() {
    return Wrong.state("this schedule comes from a file; change it there");
  }

  private ScheduleInfo find(String id) {
    return schedules.find(Check.notEmpty("id", id)).orElseThrow(() -> missing(id));
  }

  private static void require(boolean found, String id) {
    if (!found) {
      throw missing(id);
    }
  }

  private static Wrong missing(String id) {
    return Wrong.notFound("schedule \"%s\"".formatted(id));
  }
}
