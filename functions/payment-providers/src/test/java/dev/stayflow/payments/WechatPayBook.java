package dev.stayflow.payments;

import dev.stayflow.payments.WechatPayServer.Asked;
import dev.stayflow.payments.WechatPayServer.Reply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the stand-in for WeChat Pay knows of payments and refunds, and what it answers for them. */
public final class WechatPayBook {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern PAYMENT =
      Pattern.compile("/v3/pay/transactions/out-trade-no/(\\w+)(/close|\\?mchid=\\w+)");
  private static final String REFUNDS = "/v3/refund/domestic/refunds";

  private final Map<String, JsonNode> prepaid = new ConcurrentHashMap<>();
  private final Map<String, ObjectNode> transactions = new ConcurrentHashMap<>();
  private final Map<String, JsonNode> refundsAsked = new ConcurrentHashMap<>();
  private final Map<String, ObjectNode> refunds = new ConcurrentHashMap<>();

  WechatPayBook() {}

  /** The guest pays. */
  public void pay(String paymentSn) {
    state(paymentSn, "SUCCESS");
  }

  /** A payment gets into a state. */
  public void state(String paymentSn, String tradeState) {
    ObjectNode transaction = transaction(paymentSn).put("trade_state", tradeState);
    if (tradeState.equals("SUCCESS") || tradeState.equals("REFUND")) {
      transaction
          .put("transaction_id", "4200002345202611210000000001")
          .put("success_time", "2026-11-21T20:34:56+08:00");
    }
  }

  /** A refund gets into a status. */
  public void refundStatus(String outRefundNo, String status) {
    ObjectNode refund = refund(outRefundNo).put("status", status);
    if (status.equals("SUCCESS")) {
      refund.put("success_time", "2026-11-22T20:34:56+08:00");
    }
  }

  /** A payment as it is told, to be changed. */
  ObjectNode transaction(String paymentSn) {
    return known(transactions, paymentSn);
  }

  ObjectNode refund(String outRefundNo) {
    return known(refunds, outRefundNo);
  }

  private static ObjectNode known(Map<String, ObjectNode> all, String number) {
    ObjectNode one = all.get(number);
    if (one == null) {
      throw new IllegalArgumentException("nobody asked for " + number);
    }
    return one;
  }

  void clear() {
    prepaid.clear();
    transactions.clear();
    refundsAsked.clear();
    refunds.clear();
  }

  Reply answer(Asked asked) {
    Matcher payment = PAYMENT.matcher(asked.path());
    if (payment.matches()) {
      return payment.group(2).equals("/close") ? close(payment.group(1)) : tell(payment.group(1));
    }
    if (asked.path().equals("/v3/pay/transactions/native")) {
      return prepay(asked.body());
    }
    return asked.path().equals(REFUNDS)
        ? refund(asked.body())
        : tellRefund(asked.path().substring(REFUNDS.length() + 1));
  }

  private Reply prepay(JsonNode asked) {
    String sn = asked.path("out_trade_no").asString();
    JsonNode before = prepaid.putIfAbsent(sn, asked);
    if (before != null && !before.equals(asked)) {
      return Reply.error(403, "OUT_TRADE_NO_USED");
    }
    ObjectNode transaction = transactions.computeIfAbsent(sn, _ -> opened(asked));
    return switch (transaction.path("trade_state").asString()) {
      case "NOTPAY" -> ok("{\"code_url\":\"%s\"}".formatted(codeUrl(sn)));
      case "CLOSED" -> Reply.error(400, "ORDER_CLOSED");
      default -> Reply.error(400, "ORDERPAID");
    };
  }

  private static ObjectNode opened(JsonNode asked) {
    ObjectNode transaction = JSON.createObjectNode();
    for (String same : new String[] {"appid", "mchid", "out_trade_no", "attach", "amount"}) {
      transaction.set(same, asked.path(same));
    }
    return transaction.put("trade_state", "NOTPAY").put("trade_state_desc", "订单未支付");
  }

  /** What a guest scans. */
  public static String codeUrl(String paymentSn) {
    return "weixin://wxpay/bizpayurl?pr=" + paymentSn;
  }

  private Reply tell(String sn) {
    ObjectNode transaction = transactions.get(sn);
    return transaction == null ? Reply.error(404, "ORDER_NOT_EXIST") : ok(transaction.toString());
  }

  private Reply close(String sn) {
    ObjectNode transaction = transactions.get(sn);
    if (transaction == null) {
      return Reply.error(404, "ORDER_NOT_EXIST");
    }
    if (!transaction.path("trade_state").asString().equals("NOTPAY")) {
      return Reply.error(400, "ORDERPAID");
    }
    transaction.put("trade_state", "CLOSED");
    return new Reply(204, "");
  }

  private Reply refund(JsonNode asked) {
    ObjectNode transaction = transactions.get(asked.path("out_trade_no").asString());
    if (transaction == null) {
      return Reply.error(404, "RESOURCE_NOT_EXISTS");
    }
    String no = asked.path("out_refund_no").asString();
    JsonNode before = refundsAsked.putIfAbsent(no, asked);
    boolean fits =
        asked.at("/amount/total").equals(transaction.at("/amount/total"))
            && (before == null || before.equals(asked));
    return fits
        ? ok(refunds.computeIfAbsent(no, _ -> processing(asked)).toString())
        : Reply.error(400, "INVALID_REQUEST");
  }

  private static ObjectNode processing(JsonNode asked) {
    ObjectNode refund =
        JSON.createObjectNode()
            .put("refund_id", "50000000382026112100000000001")
            .put("status", "PROCESSING");
    for (String same : new String[] {"out_trade_no", "out_refund_no", "amount"}) {
      refund.set(same, asked.path(same));
    }
    return refund;
  }

  private Reply tellRefund(String no) {
    ObjectNode refund = refunds.get(no);
    return refund == null ? Reply.error(404, "RESOURCE_NOT_EXISTS") : ok(refund.toString());
  }

  private static Reply ok(String body) {
    return new Reply(200, body);
  }
}
