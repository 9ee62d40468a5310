package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.stayflow.endtoend.PublicApi.Kind;
import dev.stayflow.endtoend.PublicApi.Operation;
import dev.stayflow.local.gateway.GatewayProcess;
import dev.stayflow.local.knative.Subscriber;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Gets every kind of answer that the document of the public paths describes, and no other; 500 is
 * {@link EveryFaultTest}'s.
 */
class EveryAnswerTest {
  private static final PublicApi API = PublicApi.read();
  private static final String UNKNOWN_ORDER = "HSO2026112112000012345678";

  private static final Duration SOON = Duration.ofSeconds(60);

  private final LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
  private final LiveStack stack = LiveStack.started();
  private final CheckedGateway gateway = new CheckedGateway(stack.parts().uri("gateway"));

  @Test
  void everyAnswerThatIsDescribedCanBeHad() throws Exception {
    API.operations().stream().filter(Operation::takesABody).forEach(this::refuse);
    askForWhatIsNotThere();
    lookAtHomestays();
    String order = placeOrders();
    lookAtOrders(order);
    pay(order);
    cancelAndCheckIn();
    callBack();

    var seen = new HashSet<>(gateway.seen());
    seen.addAll(withFunctionsThatFail());
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(
            API.kinds().stream().filter(kind -> kind.status() != 500).toList());
  }

  /** What no function takes. */
  private void refuse(Operation operation) {
    String path = pathOf(operation);
    asGuest(path, "{\"remark\":\"" + "x".repeat(100_000) + "\"}");
    gateway.send(
        request(path).header("Content-Type", "text/plain").POST(BodyPublishers.ofString("{}")),
        "{}");
    asGuest(path, "[]");
    if (operation.needsAToken()) {
      gateway.post(path, "{}");
    }
  }

  private void askForWhatIsNotThere() {
    asGuest("/order/v1/nothing", "{}");
    gateway.send(request("/payment/v1/payOrder").GET(), "");
    gateway.send(request("/openapi.yaml").GET(), "");
  }

  private void lookAtHomestays() {
    ask("listHomestays", "{\"pageSize\":3}");
    ask("showHomestay", "{\"id\":1}");
    ask("showHomestay", "{\"id\":9999}");
  }

  private String placeOrders() {
    String stay = LiveStack.freshStay();
    ask("createOrder", LiveStack.stay(9999, today.plusDays(1), today.plusDays(2)));
    ask("createOrder", LiveStack.stay(1, today.minusDays(2), today.minusDays(1)));
    ask("createOrder", stay.replace("\"livePeopleNum\":1", "\"livePeopleNum\":99"));
    ask("createOrder", stay.replaceFirst("}$", ",\"remark\":\"" + "x".repeat(501) + "\"}"));
    HttpResponse<String> placed = ask("createOrder", stay, "Idempotency-Key", "every-answer");
    ask("createOrder", stay);
    ask("createOrder", LiveStack.freshStay(), "Idempotency-Key", "every-answer");
    return LiveStack.Answer.of(placed).json().path("orderSn").asString();
  }

  private void lookAtOrders(String order) {
    ask("listOrders", "{\"pageSize\":3}");
    ask("showOrder", "{\"sn\":\"" + order + "\"}");
    ask("showOrder", "{\"sn\":\"" + UNKNOWN_ORDER + "\"}");
  }

  private void pay(String order) {
    ask("payOrder", "{\"orderSn\":\"" + UNKNOWN_ORDER + "\"}");
    HttpResponse<String> opened = ask("payOrder", "{\"orderSn\":\"" + order + "\"}");
    stack.complete(LiveStack.Answer.of(opened).json().path("paymentSn").asString(), "SUCCESS");
    await()
        .atMost(SOON)
        .until(() -> ask("payOrder", "{\"orderSn\":\"" + order + "\"}").statusCode() == 409);
  }

  private void cancelAndCheckIn() {
    cancel(stack.placeOrder());
    cancel(UNKNOWN_ORDER);
    String begun = paid(LiveStack.stay(18, today, today.plusDays(1)));
    String used = paid(LiveStack.stay(20, today, today.plusDays(1)));
    String later = paid(LiveStack.freshStay());
    List.of(begun, used, later)
        .forEach(order -> await().atMost(SOON).until(() -> stack.tradeState(order) == 1));

    cancel(begun);
    stack.change(
        order(begun, "live_start_date = live_start_date - 9, live_end_date = live_end_date - 9"));
    checkIn(begun);
    checkIn(used);
    cancel(used);
    checkIn(later);
    stack.change(order(later, "refund_requested_at = now()"));
    checkIn(later);
    ask("checkIn", "{\"tradeCode\":\"00000000\"}");
  }

  private String paid(String stay) {
    String order = stack.placeOrder(stay);
    stack.complete(stack.openPayment(order), "SUCCESS");
    return order;
  }

  private static String order(String sn, String change) {
    return "UPDATE homestay_order SET %s WHERE sn = '%s'".formatted(change, sn);
  }

  private void cancel(String order) {
    ask("cancelOrder", "{\"sn\":\"" + order + "\"}");
  }

  /** As the owner of the homestay, whom the guest showed a code that it cannot see any more. */
  private void checkIn(String order) {
    String code = stack.ask("SELECT trade_code FROM homestay_order WHERE sn = ?", order);
    String owner =
        stack.ask(
            "SELECT h.owner_id FROM homestay h JOIN homestay_order o ON o.homestay_id = h.id WHERE"
                + " o.sn = ?",
            order);
    gateway.post(
        API.operation("checkIn").path(),
        "{\"tradeCode\":\"" + code + "\"}",
        "Authorization",
        "Bearer " + stack.parts().token(Long.parseLong(owner)));
  }

  private void callBack() throws WebhookSigningException {
    asGuest("/payment/v1/callback/nobody", "{}");
    asGuest("/payment/v1/callback/sandbox", "{}");
    var sandbox = new SandboxCaller(stack, gateway);
    sandbox.post("{\"type\":\"payment.thought-about\"}");
    sandbox.post("[]");
  }

  /** What the gateway answers when a function is away, breaks off or takes too long. */
  private static Set<Kind> withFunctionsThatFail() throws IOException {
    var away = new Subscriber();
    away.close();
    var seen = new HashSet<Kind>();
    try (var breaksOff = new Subscriber();
        var takesTooLong = new Subscriber()) {
      breaksOff.answers(0);
      takesTooLong.hold("");
      for (Subscriber function : List.of(away, breaksOff, takesTooLong)) {
        seen.addAll(askAll(function));
      }
      takesTooLong.release("");
    }
    return seen;
  }

  private static Set<Kind> askAll(Subscriber function) throws IOException {
    List<String> services =
        ApiDocumentTest.functions().stream().map(name -> name + "=" + function.uri()).toList();
    try (GatewayProcess process =
        GatewayProcess.start(
            Map.of(
                "PORT", "0",
                "MANIFESTS", "../knative/gateway",
                "API_DOCUMENT", PublicApi.FILE.toString(),
                "FUNCTION_TIMEOUT", "PT0.2S",
                "SERVICES", String.join(",", services)))) {
      var failing = new CheckedGateway(process.uri());
      API.operations().stream()
          .filter(Operation::takesABody)
          .forEach(each -> failing.post(pathOf(each), "{}"));
      return failing.seen();
    }
  }

  private static String pathOf(Operation operation) {
    return operation.path().replace("{provider}", "sandbox");
  }

  private HttpResponse<String> ask(String operation, String json, String... headers) {
    return asGuest(API.operation(operation).path(), json, headers);
  }

  private HttpResponse<String> asGuest(String path, String json, String... headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return gateway.send(request, json);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(stack.parts().uri("gateway").resolve(path))
        .header("Authorization", "Bearer " + stack.parts().token(LiveStack.GUEST));
  }
}
