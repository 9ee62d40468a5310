package dev.stayflow.dispatcher;

import dev.stayflow.dispatcher.event.EventReader;
import dev.stayflow.dispatcher.event.Message;
import dev.stayflow.dispatcher.problem.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes events before the rest of the web server looks at them: what people need there (sign-in,
 * pages, handler look-up) would cost an event more than all that is done for it.
 */
final class EventPort extends HttpFilter {
  private static final long serialVersionUID = 1;

  private final transient Identities identities;
  private final transient Ingress ingress;
  private final transient DeadLetters deadLetters;
  private final transient Faults faults;
  private final transient JsonMapper json;

  EventPort(
      Identities identities,
      Ingress ingress,
      DeadLetters deadLetters,
      Faults faults,
      JsonMapper json) {
    this.identities = identities;
    this.ingress = ingress;
    this.deadLetters = deadLetters;
    this.faults = faults;
    this.json = json;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var path = request.getServletPath();
    if (request.getMethod().equals("POST") && (path.equals("/") || isForDeadLetters(path))) {
      write(answer(request, path), response);
    } else {
      chain.doFilter(request, response);
    }
  }

  private ResponseEntity<Object> answer(HttpServletRequest request, String path)
      throws IOException {
    return switch (identities.of(request.getHeader("Authorization"))) {
      case Identities.Unknown unknown -> unknown.response();
      case Identities.Undecided undecided -> Refusal.unavailable(undecided.reason()).response();
      case Identities.Known known -> answer(request, path, known.caller());
    };
  }

  private ResponseEntity<Object> answer(HttpServletRequest request, String path, Caller caller)
      throws IOException {
    var message = Message.of(request, EventReader.MOST_PER_BATCH + 1);
    try {
      if (!isForDeadLetters(path)) {
        return ingress.take(message, caller);
      }
      deadLetters.take(message);
      return ResponseEntity.status(HttpStatus.ACCEPTED).build();
    } catch (RuntimeException e) {
      return faults.refusal(e).orElseThrow(() -> e).response();
    }
  }

  private void write(ResponseEntity<Object> answer, HttpServletResponse response)
      throws IOException {
    response.setStatus(answer.getStatusCode().value());
    answer.getHeaders().forEach((name, values) -> response.setHeader(name, values.getFirst()));
    var body = answer.getBody();
    if (body != null) {
      json.writeValue(response.getOutputStream(), body);
    }
  }

  private static boolean isForDeadLetters(String path) {
    return path.equals(DeadLetters.PATH);
  }
}
