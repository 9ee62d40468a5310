package dev.stayflow.createorder;

import static dev.stayflow.createorder.Stays.stay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.runtime.RecordingSink;
import dev.stayflow.runtime.StockApplication;
import dev.stayflow.runtime.TestClient;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.TestDatabase;
import io.cloudevents.CloudEvent;
import org.junit.jupiter.api.Test;

class StockWebTest {
  private final TestDatabase database = TestDatabase.started();

  @Test
  void under_the_stock_web_adapter_the_function_keeps_its_contract() {
    database.reset();
    try (RecordingSink sink = RecordingSink.start();
        var stock =
            StockApplication.start(
                "createOrder", new CreateOrderApplication(), RunningFunction.environment(sink))) {
      TestClient client = stock.client();
      String request = stay(1, 30, 2).toString();

      Answer placed = client.postAs(42, request, "Idempotency-Key", "k-1");
      Answer replayed = client.postAs(42, request, "Idempotency-Key", "k-1");

      assertThat(placed.status()).as(placed.body()).isEqualTo(201);
      assertThat(placed.json().path("orderTotalPrice").asLong()).isEqualTo(152_800);
      assertThat(replayed.json()).isEqualTo(placed.json());
      assertThat(database.orderCount()).isEqualTo(1);
      assertThat(database.eventsInOutbox()).isEmpty();
      assertThat(sink.events())
          .extracting(CloudEvent::getType)
          .containsExactly("dev.stayflow.order.created.v1", "dev.stayflow.delivery.requested.v1");
      client.postAs(43, request).assertProblem(409, "nights-taken");
      client.postAs(42, "not JSON").assertProblem(400, "bad-request");
      client
          .postAs(42, stay(2, 30, 2).put("livePeopleNum", "2").toString())
          .assertProblem(400, "bad-request");
      client.post(request).assertProblem(401, "unauthorized");
      client.postAs(42, stay(99, 30, 2).toString()).assertProblem(404, "no-such-homestay");
      client.postAs(42, stay(2, 30, -2).toString()).assertProblem(422, "dates-not-possible");
    }
  }
}
