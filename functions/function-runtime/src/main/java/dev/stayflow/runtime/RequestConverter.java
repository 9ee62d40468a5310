package dev.stayflow.runtime;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Makes a {@link Request} of the bytes and headers that a Spring Cloud Function adapter delivers;
 * one that is a request already stays as it is.
 */
final class RequestConverter implements MessageConverter {
  private final StrictJson json;
  private final Supplier<GuestTokens> tokens;

  RequestConverter(StrictJson json, Supplier<GuestTokens> tokens) {
    this.json = json;
    this.tokens = tokens;
  }

  Request request(String method, String path, Map<String, String> headers, byte[] body) {
    return new Request(method, path, headers, body, json, tokens);
  }

  @Override
  public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
    if (targetClass != Request.class) {
      return null;
    }
    byte[] body = bytes(message.getPayload());
    return body == null
        ? message.getPayload()
        : request("POST", "/", texts(message.getHeaders()), body);
  }

  @Override
  public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
    return null;
  }

  /** A body as an adapter delivers it, or nothing when the payload is no body. */
  static byte @Nullable [] bytes(Object payload) {
    if (payload instanceof byte[] bytes) {
      return bytes;
    }
    return payload instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : null;
  }

  /** The headers in lower case as texts, the content type under its HTTP name. */
  static Map<String, String> texts(MessageHeaders headers) {
    var texts = new LinkedHashMap<String, String>();
    headers.forEach((name, value) -> texts.put(name.toLowerCase(Locale.ROOT), value.toString()));
    Object contentType = headers.get(MessageHeaders.CONTENT_TYPE);
    if (contentType != null) {
      texts.put("content-type", contentType.toString());
    }
    return texts;
  }
}
