package dev.stayflow.hosts;

import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Events as AWS hands them to functions, made of samples. */
final class Samples {
  private Samples() {}

  static ObjectNode read(String name) {
    try (var sample =
        Objects.requireNonNull(Samples.class.getResourceAsStream(name + ".json"), name)) {
      return (ObjectNode) JsonMapper.shared().readTree(sample.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A request at an HTTP API; the body is written as its kind of content has it. */
  static ObjectNode apiGateway(Ask ask) {
    ObjectNode event = read("api-gateway");
    ask.headers().forEach(event.withObject("headers")::put);
    event.withObject("requestContext").withObject("http").put("method", ask.method());
    if (!ask.path().equals("/")) {
      event.put("routeKey", "POST /payment/v1/callback/{proxy+}");
      event.withObject("pathParameters").put("proxy", ask.path().substring(1));
    }
    // As the gateway does for whatever it does not know as text.
    boolean isText = ask.headers().getOrDefault("content-type", "").contains("json");
    event.put("isBase64Encoded", !isText);
    return event.put("body", isText ? text(ask.body()) : base64(ask.body()));
  }

  /** An event at a load balancer, in binary mode. */
  static ObjectNode loadBalancer(String function, CloudEvent event) {
    ObjectNode request = read("load-balancer");
    request.put("path", "/" + function);
    byte[] body = binary(event, "ce-", request.withObject("headers")::put);
    return request.put("body", text(body));
  }

  /** One record. */
  static ObjectNode kafkaRecord(CloudEvent event, long offset) {
    ObjectNode record = read("kafka-record").put("offset", offset);
    var headers = record.withArray("headers");
    byte[] body =
        binary(
            event,
            "ce_",
            (name, value) -> {
              var bytes = headers.addObject().withArray(name);
              for (byte one : value.getBytes(StandardCharsets.UTF_8)) {
                bytes.add(one);
              }
            });
    return record.put("value", base64(body));
  }

  /** Records of one partition. */
  static ObjectNode kafka(ObjectNode... records) {
    ObjectNode event = read("kafka");
    var partition = event.withObject("records").withArray("payment-status-0");
    for (ObjectNode record : records) {
      partition.add(record);
    }
    return event;
  }

  /** One message, its attributes beside the body. */
  static ObjectNode sqsMessage(CloudEvent event, String id) {
    ObjectNode message = read("sqs-message").put("messageId", id);
    byte[] body =
        binary(
            event,
            "ce_",
            (name, value) ->
                message
                    .withObject("messageAttributes")
                    .putObject(name)
                    .put("dataType", "String")
                    .put("stringValue", value));
    return message.put("body", text(body));
  }

  static ObjectNode sqs(ObjectNode... messages) {
    ObjectNode event = read("sqs");
    var records = event.withArray("Records");
    for (ObjectNode message : messages) {
      records.add(message);
    }
    return event;
  }

  private interface Put {
    void put(String name, String value);
  }

  /** Returns the data. */
  private static byte[] binary(CloudEvent event, String prefix, Put attribute) {
    byte[][] body = {{}};
    Map<String, String> headers = new LinkedHashMap<>();
    HttpMessageFactory.createWriter(
            headers::put,
            data -> {
              if (data != null) {
                body[0] = data;
              }
            })
        .writeBinary(event);
    headers.forEach((name, value) -> attribute.put(name.replace("ce-", prefix), value));
    return body[0];
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
