package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every function as {@code func invoke} calls it: bare, and by each line that its README tells its
 * reader to type. What an event function answers stands in its log alone: the CLI hides it.
 */
class FuncInvokeTest {
  private static final Path FUNCTIONS = Path.of("../../functions");
  private static final Duration SOON = LiveStack.PAY_WITHIN.plusSeconds(60);

  private static final String UNPAID = "an unpaid order";
  private static final String PAID = "a paid order";
  private static final String CANCELLED = "a paid order that was cancelled";
  private static final String TODAY = "a paid order of today at a homestay of the guest's own";
  private static final String NONE = "no order";

  private final LiveStack stack = LiveStack.started();
  private final FuncCli func = FuncCli.found();

  @TempDir Path folders;

  @ParameterizedTest
  @CsvSource({
    "create-order, 200",
    "list-orders, 200",
    "order-detail, 404",
    "cancel-order, 404",
    "check-in, 404",
    "pay-order, 404",
    "list-homestays, 200",
    "homestay-detail, 200",
    "payment-callback, 401",
    "payment-update, 422",
    "close-order, 202",
    "refund-payment, 422",
    "notify-guest, 202",
    "settle-stays, 202",
    "reconcile-orders, 202"
  })
  void a_bare_call_is_the_example_of_the_folder(String function, int status) throws IOException {
    assertThat(answered(function, List.of())).isEqualTo(status);
    if (status > 299) {
      assertThat(Files.readString(FUNCTIONS.resolve(function + "/README.md")))
          .contains(status == 422 ? "422" : "`HTTP " + status + "`");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "list-orders," + NONE,
    "order-detail," + UNPAID,
    "cancel-order," + UNPAID,
    "check-in," + TODAY,
    "pay-order," + UNPAID,
    "list-homestays," + NONE,
    "homestay-detail," + NONE,
    "payment-update," + UNPAID,
    "close-order," + PAID,
    "refund-payment," + CANCELLED,
    "notify-guest," + PAID,
    "settle-stays," + NONE,
    "reconcile-orders," + NONE
  })
  void the_lines_of_the_readme_work(String function, String order) throws IOException {
    List<List<String>> lines = InvokeLines.of(function, order.equals(NONE) ? Map.of() : of(order));
    assertThat(lines).isNotEmpty();
    for (List<String> options : lines) {
      assertThat(answered(function, options)).as("%s", options).isBetween(200, 202);
    }
  }

  @Test
  void an_order_placed_by_the_readmes_line_can_be_looked_at() throws IOException {
    List<String> ownData = InvokeLines.of("create-order", Map.of()).getLast();
    FuncCli.Outcome placed = func.invoke(folder("create-order"), ownData);
    assertThat(placed.exit()).as(placed.printed()).isZero();

    String order = JsonMapper.shared().readTree(placed.printed()).path("orderSn").asString();
    FuncCli.Outcome shown =
        func.invoke(
            folder("order-detail"),
            InvokeLines.of("order-detail", Map.of("ORDER", order)).getFirst());
    assertThat(shown.printed()).contains(order);
  }

  @Test
  void an_event_has_its_effect_although_nothing_is_printed() throws IOException {
    Map<String, String> order = of(UNPAID);
    FuncCli.Outcome told =
        func.invoke(folder("payment-update"), InvokeLines.of("payment-update", order).getFirst());
    assertThat(told).isEqualTo(new FuncCli.Outcome(0, ""));
    assertThat(stack.tradeState(order.getOrDefault("ORDER", ""))).isEqualTo(1);
  }

  @Test
  void no_function_is_left_out() throws IOException {
    try (Stream<Path> all = Files.list(FUNCTIONS)) {
      assertThat(all.filter(each -> Files.exists(each.resolve("func.yaml")))).hasSize(15);
    }
  }

  /** What the function answered; for the CLI says only of a refusal which status it had. */
  private int answered(String function, List<String> options) throws IOException {
    Path folder = folder(function);
    if (!isCalledByEvents(folder)) {
      FuncCli.Outcome outcome = func.invoke(folder, options);
      if (outcome.exit() == 0) {
        JsonMapper.shared().readTree(outcome.printed());
        return 200;
      }
      return Integer.parseInt(outcome.printed().replaceAll("(?s).*\\(HTTP (\\d+)\\).*", "$1"));
    }
    String id = UUID.randomUUID().toString();
    List<String> withId = new ArrayList<>(options);
    withId.addAll(List.of("--id", id));
    assertThat(func.invoke(folder, withId)).isEqualTo(new FuncCli.Outcome(0, ""));
    await().atMost(SOON).until(() -> logged(function, id).findAny().isPresent());
    return logged(function, id).findAny().orElseThrow();
  }

  private Stream<Integer> logged(String function, String eventId) {
    return LogLines.of(stack.parts().log(function))
        .filter(line -> line.path("event_id").asString("").equals(eventId))
        .filter(line -> line.has("status"))
        .map(line -> Integer.parseInt(line.path("status").asString()));
  }

  private static boolean isCalledByEvents(Path folder) throws IOException {
    return Files.readString(folder.resolve("func.yaml")).contains("invoke: cloudevent");
  }

  /** The function's folder as the local stack leaves it, at this stack's port. */
  private Path folder(String function) throws IOException {
    Path folder = folders.resolve(function);
    if (!Files.exists(folder)) {
      Files.createDirectories(folder.resolve(".func/runs/" + stack.parts().port(function)));
      for (String file : List.of("func.yaml", ".gitignore", "example.json")) {
        Files.copy(FUNCTIONS.resolve(function).resolve(file), folder.resolve(file));
      }
    }
    return folder;
  }

  /** What the README's variables stand for. */
  private Map<String, String> of(String kind) {
    LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
    Map<String, String> variables = new TreeMap<>();
    String order =
        kind.equals(TODAY)
            ? stack.placeOrder(LiveStack.stay(17, today, today.plusDays(1)))
            : stack.placeOrder();
    String payment = stack.openPayment(order);
    if (!kind.equals(UNPAID)) {
      stack.complete(payment, "SUCCESS");
      await().atMost(SOON).until(() -> stack.tradeState(order) == 1);
    }
    if (kind.equals(CANCELLED)) {
      stack.cancel(order);
    }
    if (kind.equals(TODAY)) {
      stack.change("UPDATE homestay SET owner_id = 42 WHERE id = 17");
    }
    variables.put("ORDER", order);
    variables.put("PAYMENT", payment);
    variables.put("AMOUNT", stack.detail(order).path("orderTotalPrice").asString());
    variables.put("CODE", stack.ask("SELECT trade_code FROM homestay_order WHERE sn = ?", order));
    return variables;
  }
}
