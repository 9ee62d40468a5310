package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Settling with homestays' owners, as the night's schedule starts it. */
class SettlementTest {
  private static final int CONSOLE = 8980;
  private static final String TOKEN = "stayflow-local-stack-token-never-for-production";
  private static final Duration SOON = Duration.ofSeconds(60);

  private final LiveStack stack = LiveStack.started();

  @Test
  void the_schedule_of_the_file_settles_a_stay_that_is_over() {
    String order = stack.placeOrder();
    stack.complete(stack.openPayment(order), "SUCCESS");
    await().atMost(SOON).until(() -> stack.tradeState(order) == 1);
    stack.ask(
        """
        UPDATE homestay_order
           SET trade_state = 2, live_start_date = current_date - 4, live_end_date = current_date - 2
         WHERE sn = ?
        RETURNING sn
        """,
        order);

    JsonNode shown = console("GET", "/api/schedule?id=settle-stays").json().path("schedule");
    assertThat(shown.path("fromFile").asBoolean()).isTrue();
    assertThat(shown.path("cron").asString()).isEqualTo("0 2 * * *");
    assertThat(shown.path("timeZone").asString()).isEqualTo("Asia/Shanghai");
    assertThat(console("POST", "/api/schedule/run?id=settle-stays").status()).isEqualTo(200);

    await()
        .atMost(SOON)
        .until(
            () ->
                stack.ask("SELECT count(*) FROM settlement WHERE order_sn = ?", order).equals("1"));
    assertThat(
            stack.ask(
                """
                SELECT s.amount = o.order_total_price AND s.owner_id = o.owner_id
                  FROM settlement s JOIN homestay_order o ON o.sn = s.order_sn
                 WHERE s.order_sn = ?
                """,
                order))
        .isEqualTo("t");
  }

  private LiveStack.Answer console(String method, String path) {
    return stack.send(
        HttpRequest.newBuilder(stack.parts().uri("dispatcher", CONSOLE).resolve(path))
            .header("Authorization", "Bearer " + TOKEN)
            .method(method, BodyPublishers.noBody()));
  }
}
