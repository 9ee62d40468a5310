package dev.stayflow.payments;

import com.wechat.pay.java.service.refund.RefundService;
import com.wechat.pay.java.service.refund.model.Amount;
import com.wechat.pay.java.service.refund.model.AmountReq;
import com.wechat.pay.java.service.refund.model.CreateRequest;
import com.wechat.pay.java.service.refund.model.QueryByOutRefundNoRequest;
import com.wechat.pay.java.service.refund.model.Refund;
import dev.stayflow.order.Money;
import dev.stayflow.order.Payment;
import dev.stayflow.order.RefundReason;
import java.net.URI;

/** WeChat Pay's refunds. */
final class WechatRefunds {
  private final RefundService service;
  private final URI callbacks;

  WechatRefunds(WechatHttp http, URI callbacks) {
    this.service = new RefundService.Builder().httpClient(http).build();
    this.callbacks = callbacks;
  }

  Refunding create(Payment payment) {
    Payment.RefundAsked asked =
        payment
            .refundAsked()
            .orElseThrow(() -> new IllegalArgumentException(payment.sn() + " asks for no refund"));
    CreateRequest request = request(payment, asked);
    return switch (WechatAnswer.to(() -> service.create(request))) {
      case WechatAnswer.Told<Refund>(Refund told) -> refunding(payment, told);
      case WechatAnswer.Refused<Refund> refused -> notGiven(refused);
    };
  }

  private CreateRequest request(Payment payment, Payment.RefundAsked asked) {
    Money paid = payment.receipt().map(Payment.Receipt::amount).orElse(payment.asked());
    var amount = new AmountReq();
    amount.setRefund(asked.amount().minor());
    amount.setTotal(paid.minor());
    amount.setCurrency(asked.amount().currencyCode());
    var request = new CreateRequest();
    request.setOutTradeNo(payment.sn().value());
    request.setOutRefundNo(WechatRefundNo.of(payment).toString());
    request.setReason(shown(asked.reason()));
    request.setNotifyUrl(callbacks.toString());
    request.setAmount(amount);
    return request;
  }

  /** What WeChat shows to the guest beside the money that comes back. */
  private static String shown(RefundReason reason) {
    return switch (reason) {
      case PAID_AFTER_CLOSE -> "订单已关闭";
      case PAID_TWICE -> "重复支付";
      case WRONG_AMOUNT -> "支付金额不符";
      case CANCELLED_BY_GUEST -> "取消预订";
    };
  }

  /**
   * Only what will not change by itself is refused; a merchant's balance that does not suffice
   * ({@code NOT_ENOUGH}) is filled by the next payments.
   */
  private static Refunding notGiven(WechatAnswer.Refused<Refund> refused) {
    return switch (refused.code()) {
      case "INVALID_REQUEST",
          "PARAM_ERROR",
          "RESOURCE_NOT_EXISTS",
          "ORDER_NOT_EXIST",
          "USER_ACCOUNT_ABNORMAL" ->
          new Refunding.Refused(refused.reason());
      default -> throw refused.unavailable();
    };
  }

  Refunding ask(Payment payment) {
    var query = new QueryByOutRefundNoRequest();
    query.setOutRefundNo(WechatRefundNo.of(payment).toString());
    return switch (WechatAnswer.to(() -> service.queryByOutRefundNo(query))) {
      case WechatAnswer.Told<Refund>(Refund told) -> refunding(payment, told);
      case WechatAnswer.Refused<Refund> refused -> notKnown(refused);
    };
  }

  private static Refunding notKnown(WechatAnswer.Refused<Refund> refused) {
    if (refused.code().equals("RESOURCE_NOT_EXISTS")) {
      return new Refunding.Unknown();
    }
    throw refused.unavailable();
  }

  private static Refunding refunding(Payment payment, Refund told) {
    if (!WechatRefundNo.of(payment).toString().equals(told.getOutRefundNo())) {
      throw WechatAnswer.notAsAgreed("another refund");
    }
    return switch (WechatAnswer.present(told.getStatus(), "status that we know")) {
      case SUCCESS -> done(told);
      case PROCESSING -> new Refunding.Underway();
      case ABNORMAL ->
          new Refunding.Refused("WeChat Pay cannot give it back to the guest's account (ABNORMAL)");
      case CLOSED -> new Refunding.Refused("WeChat Pay closed the refund (CLOSED)");
    };
  }

  private static Refunding done(Refund told) {
    Amount amount = WechatAnswer.present(told.getAmount(), "amount");
    return new Refunding.Done(
        WechatProvider.money(
            WechatAnswer.present(amount.getRefund(), "refund"), amount.getCurrency()),
        WechatAnswer.present(told.getRefundId(), "refund_id"),
        WechatProvider.time(told.getSuccessTime()));
  }
}
