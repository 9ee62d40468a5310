package dev.stayflow.payments;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A callback as WeChat Pay posts it.
 *
 * @param headers by their names in small letters
 */
public record WechatPost(Map<String, String> headers, String body) {
  private static final String NONCE = "fdasflkja484w";

  /** Tells of a payment that was paid. */
  public static WechatPost paid(
      WechatKeys keys, Instant at, String id, String paymentSn, String orderSn, long total) {
    return of(keys, at, id, "TRANSACTION.SUCCESS", transaction(paymentSn, orderSn, total));
  }

  /** Tells of money that went back. */
  public static WechatPost refunded(
      WechatKeys keys, Instant at, String id, String paymentSn, String orderSn, long refund) {
    return of(keys, at, id, "REFUND.SUCCESS", refund(paymentSn, orderSn, refund, "SUCCESS"));
  }

  /** Any kind of news with what it encrypts. */
  public static WechatPost of(
      WechatKeys keys, Instant at, String id, String eventType, String inside) {
    return signed(keys, at, body(id, eventType, WechatKeys.SECRET, inside));
  }

  /** Any body, signed. */
  public static WechatPost signed(WechatKeys keys, Instant at, String body) {
    String timestamp = Long.toString(at.getEpochSecond());
    var headers = new LinkedHashMap<String, String>();
    headers.put("content-type", "application/json");
    headers.put("wechatpay-timestamp", timestamp);
    headers.put("wechatpay-nonce", NONCE);
    headers.put("wechatpay-serial", WechatKeys.KEY_ID);
    headers.put("wechatpay-signature-type", "WECHATPAY2-SHA256-RSA2048");
    headers.put("wechatpay-signature", keys.sign("%s\n%s\n%s\n".formatted(timestamp, NONCE, body)));
    return new WechatPost(headers, body);
  }

  /** The same with one header other than it was. */
  public WechatPost with(String header, String value) {
    var changed = new LinkedHashMap<>(headers);
    changed.put(header, value);
    return new WechatPost(changed, body);
  }

  /** The same without a header. */
  public WechatPost without(String header) {
    var fewer = new LinkedHashMap<>(headers);
    fewer.remove(header);
    return new WechatPost(fewer, body);
  }

  /** A request that posts it. */
  public HttpRequest.Builder to(URI address) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return request;
  }

  static String body(String id, String eventType, String secret, String inside) {
    return """
        {"id":"%s","create_time":"2026-11-21T20:34:56+08:00","resource_type":"encrypt-resource",
         "event_type":"%s","summary":"支付成功","resource":{"original_type":"transaction",
         "algorithm":"AEAD_AES_256_GCM","associated_data":"transaction","nonce":"%s",
         "ciphertext":"%s"}}"""
        .formatted(id, eventType, NONCE, WechatKeys.encrypt(secret, "transaction", NONCE, inside));
  }

  static String transaction(String paymentSn, String orderSn, long total) {
    return """
        {"transaction_id":"4200002345202611210000000001","amount":{"payer_total":1,"total":%d,
         "currency":"CNY","payer_currency":"CNY"},"mchid":"%s","appid":"%s","attach":"%s",
         "trade_state":"SUCCESS","bank_type":"OTHERS","success_time":"2026-11-21T20:34:56+08:00",
         "payer":{"openid":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},"out_trade_no":"%s",
         "trade_state_desc":"支付成功","trade_type":"NATIVE"}"""
        .formatted(total, WechatKeys.MERCHANT_ID, WechatKeys.APP_ID, orderSn, paymentSn);
  }

  static String refund(String paymentSn, String orderSn, long refund, String status) {
    return """
        {"mchid":"%s","transaction_id":"4200002345202611210000000001","out_trade_no":"%s",
         "refund_id":"50000000382026112100000000001","out_refund_no":"RFD%s-%s",
         "refund_status":"%s","success_time":"2026-11-22T20:34:56+08:00",
         "user_received_account":"招商银行信用卡0403","amount":{"total":202000,"refund":%d,
         "payer_total":202000,"payer_refund":1}}"""
        .formatted(
            WechatKeys.MERCHANT_ID, paymentSn, paymentSn.substring(3), orderSn, status, refund);
  }
}
