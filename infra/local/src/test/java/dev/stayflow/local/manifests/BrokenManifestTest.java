package dev.stayflow.local.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies of this repository's own manifests, each broken in one place. */
class BrokenManifestTest {
  private static final Path WIRING = Path.of("../../eventing/wiring");
  private static final Path GATEWAY = Path.of("../knative/gateway");
  private static final Set<String> SERVICES =
      Set.of(
          "create-order",
          "list-orders",
          "order-detail",
          "pay-order",
          "payment-callback",
          "payment-update",
          "close-order",
          "reconcile-orders",
          "list-homestays",
          "homestay-detail",
          "dispatcher");

  @TempDir private Path folder;

  @Test
  void theRepositorysManifestsAreRight() {
    Manifests manifests = Manifests.read(List.of(WIRING, GATEWAY), SERVICES);
    assertThat(manifests.triggers())
        .extracting(Trigger::name)
        .contains("close-order", "payment-update");
    assertThat(manifests.httpRoutes()).hasSize(7);
    assertThat(manifests.kafkaSinkTopic("dead-letters")).isEqualTo("dead-letters");
    assertThat(manifests.partitions(manifests.brokers().getFirst())).isEqualTo(3);
    assertThat(manifests.consumerSettings("source"))
        .containsEntry("fetch.max.wait.ms", "500")
        .doesNotContainKey("value.deserializer");
  }

  /**
   * File, what to replace, by what, and what the reader has to say: field and words of the message.
   */
  static Stream<Arguments> faults() {
    String trigger = "trigger-close-order.yaml";
    String source = "kafka-source-payment-status.yaml";
    String ping = "ping-source-reconcile-orders.yaml";
    String binding = "sink-binding-dispatcher.yaml";
    String plane = "config-kafka-source-data-plane.yaml";
    return Stream.of(
        Arguments.of(
            trigger,
            "kind: Trigger",
            "kind: Triger",
            "kind",
            "\"Triger\" is not a kind the local stack knows"),
        Arguments.of(
            trigger,
            "eventing.knative.dev/v1\nkind: T",
            "eventing.knative.dev/v1beta1\nkind: T",
            "apiVersion",
            "must be \"eventing.knative.dev/v1\""),
        Arguments.of(
            trigger, "  broker: stayflow", "  borker: stayflow", "spec.broker", "is missing"),
        Arguments.of(
            trigger,
            "  broker: stayflow",
            "  borker: stayflow",
            "spec.borker",
            "is not a field the local stack knows; known here: broker, filters"),
        Arguments.of(
            trigger,
            "  broker: stayflow",
            "  broker: stayflwo",
            "spec.broker",
            "there is no Broker \"stayflwo\""),
        Arguments.of(
            trigger,
            "    retry: 9\n",
            "",
            "spec.delivery.retry",
            "is missing; a partial delivery silently drops the rest"),
        Arguments.of(
            trigger,
            "    backoffPolicy: exponential\n",
            "",
            "spec.delivery.backoffPolicy",
            "is missing"),
        Arguments.of(
            trigger, "    backoffDelay: PT0.2S\n", "", "spec.delivery.backoffDelay", "is missing"),
        Arguments.of(
            trigger,
            "    deadLetterSink:",
            "    deadLeterSink:",
            "spec.delivery.deadLetterSink",
            "is missing"),
        Arguments.of(
            trigger,
            "retry: 9",
            "retry: -1",
            "spec.delivery.retry",
            "must be a whole number from 0 to 100"),
        Arguments.of(
            trigger, "retry: 9", "retry: '9'", "spec.delivery.retry", "must be a whole number"),
        Arguments.of(
            trigger,
            "retry: 9",
            "retryAfterMax: PT1S\n    retry: 9",
            "spec.delivery.retryAfterMax",
            "is not a field"),
        Arguments.of(
            trigger,
            "PT0.2S",
            "5s",
            "spec.delivery.backoffDelay",
            "\"5s\" is not an ISO 8601 duration above zero"),
        Arguments.of(
            trigger,
            "PT0.2S",
            "PT0S",
            "spec.delivery.backoffDelay",
            "is not an ISO 8601 duration above zero"),
        Arguments.of(
            trigger,
            "exponential",
            "exponentially",
            "spec.delivery.backoffPolicy",
            "must be one of [linear, exponential]"),
        Arguments.of(
            trigger,
            "delivery.order: unordered",
            "delivery.order: orderd",
            "metadata.annotations.kafka.eventing.knative.dev/delivery.order",
            "must be one of [ordered, unordered]"),
        Arguments.of(
            trigger,
            "delivery.order:",
            "delivery.oder:",
            "metadata.annotations.kafka.eventing.knative.dev/delivery.oder",
            "is not a field"),
        Arguments.of(
            trigger,
            "      name: close-order\n",
            "      name: close-orders\n",
            "spec.subscriber.ref.name",
            "there is no Service \"close-orders\" in local-stack.yml"),
        Arguments.of(
            trigger,
            "      kind: Service",
            "      kind: Svc",
            "spec.subscriber.ref.kind",
            "must be one of Service, Broker, KafkaSink"),
        Arguments.of(
            trigger,
            "        name: dead-letters",
            "        name: dead-leters",
            "spec.delivery.deadLetterSink.ref.name",
            "there is no KafkaSink \"dead-leters\""),
        Arguments.of(
            trigger,
            "        namespace: stayflow",
            "        namespace: default",
            "spec.delivery.deadLetterSink.ref.namespace",
            "must be \"stayflow\""),
        Arguments.of(
            trigger,
            "    - exact:\n        type: dev.stayflow.order.payment-deadline-reached.v1",
            "    - cesql: \"type LIKE 'f.%'\"",
            "spec.filters[0].cesql",
            "is not supported by the local stack"),
        Arguments.of(
            trigger, "    - exact:", "    - exactly:", "spec.filters[0].exactly", "is not a field"),
        Arguments.of(
            trigger,
            "        type: dev",
            "        Type: dev",
            "spec.filters[0].exact.Type",
            "is not an attribute's name"),
        Arguments.of(
            trigger,
            "        type: dev.stayflow.order.payment-deadline-reached.v1",
            "        type: yes",
            "spec.filters[0].exact.type",
            "put \"yes\" in quotes"),
        Arguments.of(
            trigger,
            "  name: close-order\n  namespace",
            "  name: payment-update\n  namespace",
            "metadata.name",
            "there is another Trigger \"payment-update\""),
        Arguments.of(
            trigger,
            "  name: close-order\n  namespace",
            "  name: Close_Order\n  namespace",
            "metadata.name",
            "is not a Kubernetes name"),
        Arguments.of(
            trigger, "retry: 9", "retry: 9\n    retry: 8", "spec.delivery.retry", "appears twice"),
        Arguments.of(
            "broker.yaml",
            "broker.class: Kafka",
            "broker.class: Kafk",
            "metadata.annotations.eventing.knative.dev/broker.class",
            "must be \"Kafka\""),
        Arguments.of(
            "broker.yaml",
            "name: stayflow-broker",
            "name: stayflow-brocker",
            "spec.config.name",
            "there is no ConfigMap"),
        Arguments.of(
            "broker.yaml",
            "    retry: 10\n",
            "    retries: 10\n",
            "spec.delivery.retries",
            "is not a field"),
        Arguments.of(
            "broker-config.yaml",
            "\"3\"",
            "3",
            "data.default.topic.partitions",
            "put \"3\" in quotes"),
        Arguments.of(
            "broker-config.yaml",
            "\"3\"",
            "\"three\"",
            "data.default.topic.partitions",
            "must be a whole number above 0"),
        Arguments.of(
            "broker-config.yaml",
            "\ndata:\n",
            "\ndata:\n  auth.secret.ref.name: s\n",
            "data.auth.secret.ref.name",
            "is not supported by the local stack"),
        Arguments.of(
            source,
            "initialOffset: earliest",
            "initialOffset: first",
            "spec.initialOffset",
            "must be one of [earliest, latest]"),
        Arguments.of(source, "  initialOffset: earliest\n", "", "spec.initialOffset", "is missing"),
        Arguments.of(
            source,
            "  consumerGroup: stayflow-payment-status\n",
            "",
            "spec.consumerGroup",
            "is missing"),
        Arguments.of(
            source,
            "  topics:\n    - payment-status",
            "  topics: []",
            "spec.topics",
            "must name at least one"),
        Arguments.of(
            source, "consumers: 1", "consumers: none", "spec.consumers", "must be a whole number"),
        Arguments.of(
            source,
            "  consumers: 1",
            "  net: {tls: {enable: true}}",
            "spec.net.tls.enable",
            "is not supported by the local stack"),
        Arguments.of(
            source,
            "  consumers: 1",
            "  net: {sasl: {enable: true, user: {secretKeyRef: {name: n, key: k}}, password: {secretKeyRef: {name: n, key: k}}}}",
            "spec.net.sasl.type",
            "is missing"),
        Arguments.of(
            source,
            "  sink:\n",
            "  sink:\n    uri: /x\n",
            "spec.sink.uri",
            "only a Service takes a path"),
        Arguments.of(
            "kafka-sink-dead-letters.yaml",
            "  topic: dead-letters",
            "  numPartitions: 3\n  topic: dead-letters",
            "spec.numPartitions",
            "makes Knative delete the topic"),
        Arguments.of(
            plane,
            "fetch.min.bytes=1",
            "fetch.min.byte=1",
            "data.config-kafka-source-consumer.properties",
            "fetch.min.byte is not a setting of Kafka's client"),
        Arguments.of(
            plane,
            "enable.auto.commit=false",
            "enable.auto.commit=true",
            "data.config-kafka-source-consumer.properties",
            "enable.auto.commit must be false"),
        Arguments.of(
            plane,
            "  config-kafka-source-producer.properties",
            "  config-kafka-source-producer",
            "data.config-kafka-source-producer",
            "is not a field"),
        Arguments.of(
            ping,
            "\"* * * * *\"",
            "\"@every 1m\"",
            "spec.schedule",
            "is not cron with five fields, or six with seconds"),
        Arguments.of(ping, "\"* * * * *\"", "\"61 * * * *\"", "spec.schedule", "is not cron"),
        Arguments.of(
            ping,
            "  schedule:",
            "  timezone: Asia/Shangai\n  schedule:",
            "spec.timezone",
            "is not a time zone"),
        Arguments.of(
            ping,
            "  schedule:",
            "  delivery: {retry: 3}\n  schedule:",
            "spec.delivery",
            "is not a field"),
        Arguments.of(
            ping,
            "  schedule:",
            "  dataBase64: e30=\n  schedule:",
            "spec.dataBase64",
            "stands beside data"),
        Arguments.of(
            binding,
            "kind: Deployment",
            "kind: Deploy",
            "spec.subject.kind",
            "must be one of Service, Deployment"),
        Arguments.of(
            binding,
            "    name: dispatcher\n",
            "",
            "spec.subject",
            "needs either a name or a selector"),
        Arguments.of(
            binding,
            "    name: dispatcher\n",
            "    selector: {matchLabels: {app: dispatch}}\n",
            "spec.subject.selector.matchLabels.app",
            "there is no Service \"dispatch\""),
        Arguments.of(
            "pay-order.yaml",
            "type: Exact",
            "type: Regex",
            "spec.rules[0].matches[0].path.type",
            "must be one of Exact, PathPrefix"),
        Arguments.of(
            "pay-order.yaml",
            "method: POST",
            "method: post",
            "spec.rules[0].matches[0].method",
            "must be a method in capital letters"),
        Arguments.of(
            "pay-order.yaml",
            "pay-order.stayflow.svc",
            "pay-order.default.svc",
            "spec.rules[0].filters[0].urlRewrite.hostname",
            "must be <function>.stayflow.svc.cluster.local"),
        Arguments.of(
            "pay-order.yaml",
            "hostname: pay-order.",
            "hostname: pay-orders.",
            "spec.rules[0].filters[0].urlRewrite.hostname",
            "there is no Service \"pay-orders\""),
        Arguments.of(
            "pay-order.yaml",
            "/payment/v1/payOrder",
            "/travel/v1/homestay/homestayList",
            "spec.rules[0].matches[0].path.value",
            "is already matched in"),
        Arguments.of(
            "pay-order.yaml",
            "              type: ReplaceFullPath\n              replaceFullPath: /",
            "              type: ReplacePrefixMatch\n              replacePrefixMatch: /",
            "spec.rules[0].filters[0].urlRewrite.path.type",
            "needs a match of type PathPrefix"),
        Arguments.of(
            "pay-order.yaml",
            "    - matches:",
            "    - timeouts: {request: 3s}\n      matches:",
            "spec.rules[0].timeouts",
            "is not a field"));
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("faults")
  void aFaultIsToldWithItsFileLineAndField(
      String file, String good, String bad, String field, String words) throws IOException {
    copyAll();
    Path broken = folder.resolve(file);
    String text = Files.readString(broken);
    assertThat(text).contains(good);
    Files.writeString(
        broken,
        text.replaceFirst(
            java.util.regex.Pattern.quote(good), java.util.regex.Matcher.quoteReplacement(bad)));
    List<Problem> problems = problems();
    assertThat(problems)
        .anySatisfy(
            problem -> {
              assertThat(problem.field()).isEqualTo(field);
              assertThat(problem.message()).contains(words);
              assertThat(problem.line()).isBetween(1, Files.readAllLines(broken).size());
            });
    assertThat(problems).anySatisfy(p -> assertThat(p.toString()).contains(broken.toString()));
  }

  @Test
  void allFaultsOfAllFilesAreToldAtOnceWithTheirLines() throws IOException {
    copyAll();
    replace("trigger-close-order.yaml", "retry: 9", "retry: many");
    replace("trigger-payment-update.yaml", "broker: stayflow", "broker: other");
    replace("kafka-sink-dead-letters.yaml", "topic:", "topics:");
    assertThat(
            problems().stream()
                .map(Problem::toString)
                .map(p -> p.substring(folder.toString().length() + 1)))
        .containsExactly(
            "kafka-sink-dead-letters.yaml:8: spec.topic: is missing",
            "kafka-sink-dead-letters.yaml:8: spec.topics: is not a field the local stack knows; known here: bootstrapServers, contentMode, numPartitions, topic",
            "trigger-close-order.yaml:20: spec.delivery.retry: must be a whole number from 0 to 100",
            "trigger-payment-update.yaml:11: spec.broker: there is no Broker \"other\" in the manifests");
  }

  @Test
  void whatIsNotYamlIsToldWithItsLine() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), "kind: Broker\nmetadata: {name: x\nspec: y\n");
    assertThat(problems())
        .hasSize(1)
        .first()
        .extracting(Problem::line, p -> p.message().startsWith("is not YAML"))
        .containsExactly(3, true);
  }

  @Test
  void aFolderWithoutManifestsIsAFault() {
    assertThat(problems())
        .extracting(Problem::message)
        .containsExactly("there is no manifest in this folder");
  }

  @Test
  void aKustomizationMustNameEveryFile() throws IOException {
    copyAll();
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [broker.yaml, missing.yaml]\n");
    assertThat(problems())
        .extracting(Problem::message)
        .contains("names missing.yaml, which is not in this folder", "lacks pay-order.yaml");
  }

  private void copyAll() throws IOException {
    for (Path from : List.of(WIRING, GATEWAY)) {
      try (Stream<Path> files = Files.list(from)) {
        for (Path file : files.toList()) {
          Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
        }
      }
    }
  }

  private void replace(String file, String good, String bad) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(good);
    Files.writeString(path, text.replace(good, bad));
  }

  private List<Problem> problems() {
    return catchThrowableOfType(
            InvalidManifests.class, () -> Manifests.read(List.of(folder), SERVICES))
        .problems();
  }
}
