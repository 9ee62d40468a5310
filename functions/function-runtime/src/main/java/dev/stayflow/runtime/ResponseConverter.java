package dev.stayflow.runtime;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.GenericMessage;

/**
 * Makes of a {@link Response} the message that Spring Cloud Function adapters send: status in
 * {@code statusCode}, JSON bytes, and only the response's headers.
 */
final class ResponseConverter implements MessageConverter {
  static final String STATUS = "statusCode";

  private final StrictJson json;

  ResponseConverter(StrictJson json) {
    this.json = json;
  }

  @Override
  public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
    return null;
  }

  @Override
  public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders ignored) {
    if (!(payload instanceof Response response)) {
      return null;
    }
    Answer answer = Answer.of(response, json.mapper());
    Map<String, Object> headers = new HashMap<>(answer.headers());
    headers.put(STATUS, answer.status());
    Object contentType = headers.remove("Content-Type");
    if (contentType != null) {
      headers.put(MessageHeaders.CONTENT_TYPE, contentType);
    }
    return new GenericMessage<>(answer.body(), headers);
  }

  /** The way back, for the front. */
  static Answer answer(Message<?> message) {
    int status = 0;
    var headers = new HashMap<String, String>();
    for (var header : message.getHeaders().entrySet()) {
      switch (header.getKey()) {
        case STATUS -> status = (int) header.getValue();
        case MessageHeaders.CONTENT_TYPE ->
            headers.put("Content-Type", header.getValue().toString());
        case MessageHeaders.ID, MessageHeaders.TIMESTAMP -> {}
        default -> headers.put(header.getKey(), header.getValue().toString());
      }
    }
    return new Answer(status, headers, (byte[]) message.getPayload());
  }
}
