package dev.stayflow.runtime;

import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Makes a {@link CloudEvent} of the bytes and headers that a Spring Cloud Function adapter
 * delivers, in binary or structured mode; one that is an event already stays as it is. The SDK's
 * own {@code cloudevents-spring} is not used because the front needs the same reading without
 * Spring messages.
 */
final class EventConverter implements MessageConverter {
  /**
   * @param headers by lower-case name
   * @throws BrokenEvent when they are not a CloudEvent in binary or structured mode
   */
  static CloudEvent event(Map<String, String> headers, byte[] body) {
    try {
      CloudEvent event =
          HttpMessageFactory.createReader(headers, body.length == 0 ? null : body).toEvent();
      if (event.getId().isEmpty()
          || event.getType().isEmpty()
          || event.getSource().toString().isEmpty()) {
        throw new BrokenEvent("The attributes id, source and type must not be empty");
      }
      return event;
    } catch (CloudEventRWException wrong) {
      throw new BrokenEvent(String.valueOf(wrong.getMessage()));
    } catch (BrokenEvent broken) {
      throw broken;
    } catch (RuntimeException unreadable) {
      // The SDK lets through whatever its parsers throw.
      throw new BrokenEvent(
          "It must have specversion, id, source and type, and be valid JSON in structured mode");
    }
  }

  @Override
  public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
    if (targetClass != CloudEvent.class) {
      return null;
    }
    byte[] body = RequestConverter.bytes(message.getPayload());
    return body == null
        ? message.getPayload()
        : event(RequestConverter.texts(message.getHeaders()), body);
  }

  @Override
  public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
    return null;
  }
}
