package dev.stayflow.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.contracts.PaymentStatusChanged.PayStatus;
import dev.stayflow.order.Order;
import dev.stayflow.order.TradeState;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What OpenFaaS's connectors bring beside events in good order. */
class OpenFaasConnectorsTest {
  private final World world = new World();
  private final Functions functions = new Functions(new OpenFaasHost(), world.settings());

  @BeforeEach
  void reset() {
    world.reset();
  }

  @AfterEach
  void stop() {
    functions.close();
    world.close();
  }

  private static ProducerRecord<?, byte[]> binary(CloudEvent event) {
    return KafkaMessageFactory.createWriter("payment-status").writeBinary(event);
  }

  private static ProducerRecord<?, byte[]> plain(String value) {
    return new ProducerRecord<String, byte[]>(
        "payment-status", value.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPoisonRecordAmongOthersIsRefusedAndTheOthersAreDone() {
    Order first = world.placed();
    CloudEvent news = World.news(world.payment(first), PayStatus.SUCCESS);
    ProducerRecord<?, byte[]> withoutId = binary(news);
    withoutId.headers().remove("ce_id");
    ProducerRecord<?, byte[]> brokenJson = plain("{\"specversion\":");
    brokenJson
        .headers()
        .add("content-type", JsonFormat.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8));
    Host.Running update = functions.get("payment-update");

    for (ProducerRecord<?, byte[]> poison :
        List.of(withoutId, brokenJson, plain("no JSON"), plain(""), plain("x".repeat(70_000)))) {
      Reply reply = update.request(OpenFaasHost.record(poison));
      assertThat(reply.status()).as(reply.body()).isBetween(400, 499);
      assertThat(reply.problem()).isNotEmpty();
    }
    assertThat(world.state(first)).isEqualTo(TradeState.WAIT_PAY);

    assertThat(update.deliver(news)).isTrue();
    assertThat(world.state(first)).isEqualTo(TradeState.WAIT_USE);
  }

  @Test
  void aRecordInStructuredModeIsAnEventToo() {
    Order order = world.placed();
    CloudEvent news = World.news(world.payment(order), PayStatus.SUCCESS);
    var record =
        KafkaMessageFactory.createWriter("payment-status").writeStructured(news, new JsonFormat());

    assertThat(functions.get("payment-update").request(OpenFaasHost.record(record)).status())
        .isEqualTo(202);
    assertThat(world.state(order)).isEqualTo(TradeState.WAIT_USE);
  }

  @Test
  void aRecordOfTheReplacedSystemsProducerIsTakenAsAKafkaSourceBringsIt() {
    Order order = world.placed();
    world.payment(order);
    var record = plain("{\"orderSn\":\"%s\",\"payStatus\":1}".formatted(order.sn().value()));

    assertThat(functions.get("payment-update").request(OpenFaasHost.record(record)).status())
        .isEqualTo(202);
    assertThat(world.state(order)).isEqualTo(TradeState.WAIT_USE);
  }

  @Test
  void aTickOfTheCronConnectorClosesWhatIsOverdue() {
    Order order = world.overdue();

    Reply reply =
        functions
            .get("reconcile-orders")
            .request(
                new Ask(
                    "POST",
                    "/",
                    Map.of("X-Connector", "cron-connector", "X-Topic", "cron-function"),
                    new byte[0]));

    assertThat(reply.status()).as(reply.body()).isEqualTo(202);
    assertThat(world.state(order)).isEqualTo(TradeState.CANCELLED);
  }
}
