package dev.stayflow.paymentcallback;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.payments.PaymentCallbacks;
import dev.stayflow.runtime.EventSink;
import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.Settings;
import dev.stayflow.runtime.TraceContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.springframework.context.support.GenericApplicationContext;

/** Runs payment-callback. */
public final class PaymentCallbackApplication implements FunctionWiring {
  private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(5);

  private enum PublishBy {
    KAFKA,
    /** The sink of events, for hosts that bring nothing from Kafka to functions. */
    SINK
  }

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("payment-callback", new PaymentCallbackApplication());
  }

  @Override
  public boolean takesSubPaths() {
    return true;
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    switch (settings.choice("PUBLISH_BY", PublishBy.KAFKA)) {
      case KAFKA -> registerTopic(context, settings);
      case SINK -> registerSink(context, settings);
    }
    PaymentCallbacks.register(context, settings);
    context.registerBean(
        "paymentCallback",
        PaymentCallback.class,
        () ->
            new PaymentCallback(
                context.getBean(PaymentCallbacks.class),
                new EventWriter(
                    "payment-callback",
                    context.getBean(InstantSource.class),
                    UUID::randomUUID,
                    TraceContext::traceparent),
                context.getBean(PaymentNews.class)));
  }

  private static void registerTopic(GenericApplicationContext context, Settings settings) {
    String topic = settings.text("KAFKA_TOPIC", "payment-status");
    Duration limit = settings.duration("KAFKA_CONFIRM_WITHIN", CONFIRM_WITHIN);
    Map<String, Object> producer = producer(settings, limit);
    context.registerBean(
        "paymentTopic", PaymentTopic.class, () -> new PaymentTopic(topic, producer, limit));
  }

  private static void registerSink(GenericApplicationContext context, Settings settings) {
    Duration limit = settings.duration("SINK_CONFIRM_WITHIN", CONFIRM_WITHIN);
    EventSink.register(context, settings);
    context.registerBean(
        "paymentSink",
        PaymentSink.class,
        () -> new PaymentSink(context.getBean(EventSink.class), limit));
  }

  private static Map<String, Object> producer(Settings settings, Duration limit) {
    var producer = new HashMap<String, Object>();
    producer.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.text("KAFKA_BROKERS"));
    producer.put(ProducerConfig.CLIENT_ID_CONFIG, "payment-callback");
    producer.put(ProducerConfig.ACKS_CONFIG, "all");
    producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    producer.put(
        ProducerConfig.BATCH_SIZE_CONFIG,
        settings.integer("KAFKA_BATCH_SIZE", 16_384, 0, 1_048_576));
    long linger =
        settings.optional("KAFKA_LINGER").isPresent()
            ? settings.duration("KAFKA_LINGER", Duration.ofMillis(1)).toMillis()
            : 0;
    producer.put(ProducerConfig.LINGER_MS_CONFIG, linger);
    producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, limit.toMillis());
    producer.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(limit.toMillis()));
    producer.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(limit.toMillis() + linger));
    settings
        .optional("KAFKA_USERNAME")
        .ifPresent(user -> producer.putAll(sasl(user, settings.text("KAFKA_PASSWORD"))));
    return producer;
  }

  private static Map<String, Object> sasl(String user, String password) {
    return Map.of(
        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SASL_PLAINTEXT",
        SaslConfigs.SASL_MECHANISM, "PLAIN",
        SaslConfigs.SASL_JAAS_CONFIG,
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
                .formatted(user.replace("\"", "\\\""), password.replace("\"", "\\\"")));
  }
}
