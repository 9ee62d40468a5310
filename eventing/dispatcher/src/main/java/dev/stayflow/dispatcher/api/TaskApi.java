package dev.stayflow.dispatcher.api;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.delayedtasks.TaskInfo;
import dev.stayflow.dispatcher.access.Actor;
import dev.stayflow.dispatcher.operations.Operations;
import dev.stayflow.dispatcher.operations.TaskAction;
import dev.stayflow.dispatcher.operations.TaskView;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One task. */
@RestController
@RequestMapping("/api/queues/{queue}/task")
final class TaskApi {
  private static final int MOST_PAYLOAD = 1 << 20;

  private final Inspector inspector;
  private final Operations operations;
  private final InstantSource clock;

  TaskApi(Inspector inspector, Operations operations, InstantSource clock) {
    this.inspector = inspector;
    this.operations = operations;
    this.clock = clock;
  }

  @GetMapping
  TaskJson one(@PathVariable String queue, @RequestParam String id) {
    return TaskJson.of(find(queue, id));
  }

  /** Never shown by a browser, whatever it is. */
  @GetMapping("/payload")
  ResponseEntity<byte[]> payload(@PathVariable String queue, @RequestParam String id) {
    var info = find(queue, id);
    var kind = Words.of(new TaskView(info).payload().kind());
    var name = "payload." + (kind.equals("json") ? "json" : kind.equals("text") ? "txt" : "bin");
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name).build().toString())
        .body(info.task().payload());
  }

  @PutMapping("/payload")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void edit(@PathVariable String queue, @RequestParam String id, HttpServletRequest request)
      throws IOException {
    var task = task(queue, id);
    var payload = request.getInputStream().readNBytes(MOST_PAYLOAD + 1);
    if (payload.length > MOST_PAYLOAD) {
      throw Wrong.tooLarge("a payload has at most %d bytes".formatted(MOST_PAYLOAD));
    }
    Check.done(operations.edit(Actor.current(), task, payload), task, "edited");
  }

  @PostMapping("/reschedule")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void reschedule(@PathVariable String queue, @RequestParam String id, @RequestBody DueJson due) {
    var task = task(queue, id);
    var at = due.at(clock);
    Check.done(
        Check.taken("at", () -> operations.reschedule(Actor.current(), task, at)),
        task,
        "rescheduled");
  }

  @PostMapping("/run")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void run(@PathVariable String queue, @RequestParam String id) {
    act(TaskAction.RUN, task(queue, id), "run");
  }

  @PostMapping("/archive")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void archive(@PathVariable String queue, @RequestParam String id) {
    act(TaskAction.ARCHIVE, task(queue, id), "archived");
  }

  @PostMapping("/cancel")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void cancel(@PathVariable String queue, @RequestParam String id) {
    act(TaskAction.CANCEL, task(queue, id), "cancelled");
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String queue, @RequestParam String id) {
    act(TaskAction.DELETE, task(queue, id), "deleted");
  }

  private void act(TaskAction action, TaskId task, String done) {
    Check.done(operations.act(Actor.current(), action, List.of(task)).getFirst(), task, done);
  }

  private TaskInfo find(String queue, String id) {
    var task = task(queue, id);
    return inspector
        .find(task)
        .orElseThrow(() -> Wrong.notFound("task \"%s\" in queue %s".formatted(id, queue)));
  }

  private TaskId task(String queue, String id) {
    return Check.task(Check.queue(inspector, queue), id);
  }
}
