package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.dispatcher.operations.TaskView;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A task with everything that is known of it. */
@Controller
final class TaskDetailPage {
  private final Inspector inspector;

  TaskDetailPage(Inspector inspector) {
    this.inspector = inspector;
  }

  @GetMapping("/queues/{queue}/task")
  ModelAndView task(
      @PathVariable String queue, @RequestParam String id, HttpServletRequest request) {
    var found = inspector.find(new TaskId(queue, id));
    if (found.isPresent()) {
      return new ModelAndView("task").addObject("task", TaskDetail.of(new TaskView(found.get())));
    }
    // a part of a page is replaced by an answer of 200 only
    var status = Htmx.asks(request) ? HttpStatus.OK : HttpStatus.NOT_FOUND;
    return new ModelAndView("task-gone", status).addObject("queue", queue).addObject("id", id);
  }

  /** The bytes themselves; never shown by the browser, whatever they are. */
  @GetMapping("/queues/{queue}/task/payload")
  ResponseEntity<byte[]> payload(@PathVariable String queue, @RequestParam String id) {
    var name =
        ContentDisposition.attachment()
            .filename(id.replaceAll("[^A-Za-z0-9._-]+", "-"), StandardCharsets.US_ASCII)
            .build();
    return inspector
        .find(new TaskId(queue, id))
        .map(
            info ->
                ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_OCTET_STREAM)
                    .header(HttpHeaders.CONTENT_DISPOSITION, name.toString())
                    .body(info.task().payload()))
        .orElseGet(() -> ResponseEntity.notFound().build());
  }
}
