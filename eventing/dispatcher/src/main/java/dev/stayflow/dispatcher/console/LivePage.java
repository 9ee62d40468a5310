package dev.stayflow.dispatcher.console;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Tells pages what has changed, as server-sent events. */
@Controller
final class LivePage {
  private final LiveFeed feed;

  LivePage(LiveFeed feed) {
    this.feed = feed;
  }

  @GetMapping(path = "/live")
  ResponseEntity<SseEmitter> live() {
    return feed.join()
        .map(
            emitter ->
                ResponseEntity.ok()
                    .contentType(MediaType.TEXT_EVENT_STREAM)
                    .header("X-Accel-Buffering", "no") // nginx would keep the events back
                    .body(emitter))
        .orElseGet(
            () ->
                ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .header("Retry-After", "30")
                    .build());
  }
}
