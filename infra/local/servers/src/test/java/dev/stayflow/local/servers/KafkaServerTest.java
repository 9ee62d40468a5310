package dev.stayflow.local.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServerTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Tag("long")
  @Test
  void recordsSurviveKillOfItsProcessAndRestart(@TempDir Path directory) throws Exception {
    var port = Ports.free();
    var process = startProcess(directory, port);
    createTopic("localhost:" + port, "kept");
    produce("localhost:" + port, "kept", "yes");
    process.destroyForcibly().waitFor();

    var restarted = startProcess(directory, port);
    assertThat(firstRecord("localhost:" + port, "kept")).isEqualTo("yes");
    restarted.destroy();
    assertThat(restarted.waitFor()).isEqualTo(143);
  }

  @Test
  void topicsAreNotCreatedByChance() throws Exception {
    try (var server = KafkaServer.startTemporary();
        var admin = admin(server.bootstrapServers())) {
      assertThatThrownBy(() -> produce(server.bootstrapServers(), "unknown", "value"))
          .hasMessageContaining("unknown");
      assertThat(admin.listTopics().names().get()).isEmpty();
    }
  }

  @Test
  void takenPortIsNamed(@TempDir Path directory) throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> KafkaServer.start(directory, taken.getLocalPort()))
          .isInstanceOf(PortTaken.class)
          .hasMessageContaining("Port " + taken.getLocalPort());
    }
  }

  private static Process startProcess(Path directory, int port) throws Exception {
    var process =
        OtherJava.run(
            KafkaServerProcess.class.getName(), directory.toString(), Integer.toString(port));
    var reader = process.inputReader(StandardCharsets.UTF_8);
    var line = reader.readLine();
    while (line != null && !line.startsWith("Kafka accepts clients")) {
      line = reader.readLine();
    }
    assertThat(line).endsWith(":" + port);
    return process;
  }

  private static Admin admin(String servers) {
    return Admin.create(Map.of("bootstrap.servers", servers));
  }

  private static void createTopic(String servers, String topic) throws Exception {
    try (var admin = admin(servers)) {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
          .all()
          .get();
    }
  }

  private static void produce(String servers, String topic, String value) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "acks", "all", "max.block.ms", 3000),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }

  private static String firstRecord(String servers, String topic) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", servers),
            new StringDeserializer(),
            new StringDeserializer())) {
      var partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return consumer.poll(LIMIT).iterator().next().value();
    }
  }
}
