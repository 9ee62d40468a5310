package dev.stayflow.payments;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What WeChat Pay posts: what happened, and an encrypted {@link Resource} with the rest. */
record WechatNotice(String id, @JsonProperty("event_type") String eventType, Resource resource) {

  /** Encrypted by AEAD_AES_256_GCM. */
  record Resource(
      String algorithm,
      String ciphertext,
      @JsonProperty("associated_data") @Nullable String associatedData,
      String nonce) {}

  /** A payment that somebody paid. */
  record Paid(
      String appid,
      String mchid,
      String outTradeNo,
      String attach,
      String transactionId,
      Instant successTime,
      PaidAmount amount) {}

  /**
   * @param total what was asked and paid, with whatever WeChat added to the guest's own money
   */
  record PaidAmount(long total, String currency) {}

  /** Money that went back; CNY, as nothing else is. */
  record Refunded(
      String mchid,
      String outTradeNo,
      String outRefundNo,
      String refundId,
      Instant successTime,
      RefundedAmount amount) {}

  /**
   * @param refund what went back, fen
   */
  record RefundedAmount(long refund) {}

  /** A refund that did not reach the guest. */
  record NotRefunded(String mchid, String outTradeNo, String refundStatus) {}
}
