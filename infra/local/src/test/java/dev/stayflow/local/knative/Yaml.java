package dev.stayflow.local.knative;

/** Manifests of the tests; {@code $n} is the test's number. */
final class Yaml {
  private Yaml() {}

  static final String BROKER =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: config}
      data:
        default.topic.partitions: "3"
        default.topic.replication.factor: "1"
        bootstrap.servers: kafka:9092
      ---
      apiVersion: eventing.knative.dev/v1
      kind: Broker
      metadata: {name: broker$n, annotations: {eventing.knative.dev/broker.class: Kafka}}
      spec:
        config: {apiVersion: v1, kind: ConfigMap, name: config}
      """;

  /** What is done is committed at once, so that a test can wait for it. */
  static final String QUICK_DATA_PLANE =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: config-kafka-broker-data-plane, namespace: knative-eventing}
      data:
        config-kafka-broker-consumer.properties: |
          auto.commit.interval.ms=50
          fetch.max.wait.ms=50
      """;

  static final String DEAD_LETTERS =
      """
      apiVersion: eventing.knative.dev/v1alpha1
      kind: KafkaSink
      metadata: {name: dead}
      spec: {topic: dead-letters$n, bootstrapServers: ["kafka:9092"]}
      """;

  static final String DEAD_LETTER_SINK =
      "{ref: {apiVersion: eventing.knative.dev/v1alpha1, kind: KafkaSink, name: dead}}";

  static final String FN = "{ref: {apiVersion: serving.knative.dev/v1, kind: Service, name: fn}}";

  /** Three quick tries after the first. */
  static final String DELIVERY =
      "{retry: 3, backoffPolicy: linear, backoffDelay: PT0.02S, deadLetterSink: "
          + DEAD_LETTER_SINK
          + "}";

  /** A Trigger for everything, to the test's subscriber. */
  static final String TRIGGER = trigger("unordered", "[]", DELIVERY);

  static String trigger(String order, String filters, String delivery) {
    return trigger("trigger$n", order, filters, FN, delivery);
  }

  static String trigger(
      String name, String order, String filters, String subscriber, String delivery) {
    return """
        apiVersion: eventing.knative.dev/v1
        kind: Trigger
        metadata:
          name: %s
          annotations: {kafka.eventing.knative.dev/delivery.order: %s}
        spec:
          broker: broker$n
          filters: %s
          subscriber: %s
          delivery: %s
        """
        .formatted(name, order, filters, subscriber, delivery);
  }

  static String kafkaSource(String more) {
    return """
        apiVersion: sources.knative.dev/v1
        kind: KafkaSource
        metadata: {name: records}
        spec:
          bootstrapServers: ["kafka:9092"]
          topics: [records$n]
          consumerGroup: group$n
          %s
          delivery: %s
          sink: %s
        """
        .formatted(more, DELIVERY, FN);
  }
}
