package dev.stayflow.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * OpenFaaS: the same container, with the environment that infra/openfaas/stack.yml gives it and
 * secrets as files. Requests come through its gateway, events as records of Kafka by its connector,
 * which tells of CloudEvents no more than what their headers are.
 */
final class OpenFaasHost implements Host {
  private final KnativeHost containers = new KnativeHost();

  @Override
  public Running start(String function, Map<String, String> settings) {
    var environment = new HashMap<>(settings);
    OpenFaasStack.environment(function)
        .forEach(
            (name, given) -> {
              if (name.endsWith("_FILE")) {
                String setting = name.substring(0, name.length() - "_FILE".length());
                String value =
                    Objects.requireNonNull(
                        environment.remove(setting), () -> "nothing for the secret " + setting);
                environment.put(name, secret(function, given, value));
              } else {
                environment.putIfAbsent(name, given);
              }
            });
    // As infra/openfaas/pro.yml has it: with Kafka, and events from its connector.
    environment.put("PUBLISH_BY", "kafka");
    environment.put("EVENTS_FROM", "openfaas");
    Running container = containers.start(function, environment);
    assertThat(probe(container, "/_/health")).isEqualTo(200);
    assertThat(probe(container, "/_/ready")).isEqualTo(200);
    return new BehindTheGateway(container);
  }

  private static int probe(Running container, String path) {
    return container.request(new Ask("GET", path, Map.of(), new byte[0])).status();
  }

  /** Where the secret would be mounted, here. */
  private static String secret(String function, String mounted, String value) {
    Path folder = Repository.WORK.resolve("secrets").resolve(function);
    try {
      Files.createDirectories(folder);
      String name = String.valueOf(Path.of(mounted).getFileName());
      return Files.writeString(folder.resolve(name), value + "\n").toString();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** A record's headers as the Kafka connector writes them, and what it adds of its own. */
  static Ask record(ProducerRecord<?, byte[]> record) {
    var headers = new HashMap<String, String>();
    record
        .headers()
        .forEach(
            header ->
                headers.put(
                    "X-Kafka-" + header.key(), new String(header.value(), StandardCharsets.UTF_8)));
    headers.put("Content-Type", "text/plain");
    headers.put("X-Connector", "kafka-connector");
    headers.put("X-Topic", record.topic());
    headers.put("X-Kafka-Partition", "0");
    headers.put("X-Kafka-Offset", "7");
    byte[] value = record.value();
    return new Ask("POST", "/", headers, value == null ? new byte[0] : value);
  }

  private record BehindTheGateway(Running container) implements Running {
    @Override
    public Reply request(Ask ask) {
      return container.request(
          ask.with("X-Call-Id", "4b7c1a52-79a6-4f45-a7bb-8f0f4a7e8c1e")
              .with("X-Forwarded-For", "203.0.113.7:40112")
              .with("X-Forwarded-Host", "stayflow.example"));
    }

    @Override
    public boolean deliver(CloudEvent event) {
      Reply reply =
          request(record(KafkaMessageFactory.createWriter("payment-status").writeBinary(event)));
      if (reply.status() / 100 == 2) {
        assertThat(reply.body()).isEmpty();
      }
      return reply.status() / 100 == 2;
    }

    @Override
    public void close() {
      container.close();
    }
  }
}
