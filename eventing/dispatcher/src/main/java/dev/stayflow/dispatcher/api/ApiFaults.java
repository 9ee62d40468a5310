package dev.stayflow.dispatcher.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** Tells what is wrong with a request, and where. */
@RestControllerAdvice(basePackageClasses = ApiFaults.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ApiFaults extends ResponseEntityExceptionHandler {

  @ExceptionHandler(Wrong.class)
  @Nullable ResponseEntity<Object> wrong(Wrong wrong, WebRequest request) {
    var problem = wrong.problem();
    return handleExceptionInternal(
        wrong, problem, new HttpHeaders(), HttpStatusCode.valueOf(problem.getStatus()), request);
  }

  @ExceptionHandler(MethodArgumentTypeMismatchException.class)
  @Nullable ResponseEntity<Object> unreadable(
      MethodArgumentTypeMismatchException fault, WebRequest request) {
    return wrong(Wrong.parameter(fault.getName(), expected(fault.getRequiredType())), request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
      MissingServletRequestParameterException fault,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return wrong(Wrong.parameter(fault.getParameterName(), "is required"), request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException fault,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    var name = fault.getFieldErrors().stream().map(FieldError::getField).findFirst().orElse("");
    var type = fault.getBindingResult().getFieldType(name);
    return wrong(Wrong.parameter(name, expected(type)), request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException fault,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (fault.getCause() instanceof JacksonException json && !json.getPath().isEmpty()) {
      var field = json.getPath().getLast().getPropertyName();
      return wrong(
          field == null
              ? Wrong.body("the body is not as described: " + json.getOriginalMessage())
              : Wrong.parameter(field, "is not known here, or not of its type"),
          request);
    }
    return wrong(Wrong.body("the body must be JSON as described"), request);
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "is not of its type";
    }
    if (type.isEnum()) {
      return "must be one of " + String.join(", ", Words.all(type));
    }
    if (type.equals(Instant.class)) {
      return "must be a time of RFC 3339, such as 2026-01-31T20:15:00Z";
    }
    return type.equals(Duration.class)
        ? "must be an ISO 8601 duration, such as PT20M"
        : "must be a " + type.getSimpleName().toLowerCase(Locale.ROOT);
  }
}
