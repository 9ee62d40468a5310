package dev.stayflow.payments;

import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.payments.model.TransactionAmount;
import com.wechat.pay.java.service.payments.nativepay.NativePayService;
import com.wechat.pay.java.service.payments.nativepay.model.Amount;
import com.wechat.pay.java.service.payments.nativepay.model.CloseOrderRequest;
import com.wechat.pay.java.service.payments.nativepay.model.PrepayRequest;
import com.wechat.pay.java.service.payments.nativepay.model.PrepayResponse;
import com.wechat.pay.java.service.payments.nativepay.model.QueryOrderByOutTradeNoRequest;
import dev.stayflow.order.Money;
import dev.stayflow.order.Order;
import dev.stayflow.order.Payment;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * WeChat Pay, API v3, Native pay: the guest scans a {@code code_url}. A payment is known to it by
 * our number, and brings the order's back as {@code attach}.
 */
final class WechatProvider implements PaymentProvider {
  static final String NAME = "wechat";

  /** The only currency it takes. */
  static final String CURRENCY = "CNY";

  private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
  private static final int LONGEST_DESCRIPTION = 127;

  private final WechatMerchant merchant;
  private final URI callbacks;
  private final WechatHttp http;
  private final NativePayService payments;
  private final WechatRefunds refunds;

  /**
   * @param address scheme, host and port of its API
   * @param callbacks where it tells what became of payments and refunds
   */
  WechatProvider(WechatMerchant merchant, URI address, URI callbacks) {
    this.merchant = merchant;
    this.callbacks = callbacks;
    this.http = new WechatHttp(address, merchant.credential(), merchant.validator());
    this.payments = new NativePayService.Builder().httpClient(http).build();
    this.refunds = new WechatRefunds(http, callbacks);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Checkout open(Order order, Payment payment) {
    Money asked = payment.asked();
    if (!asked.currencyCode().equals(CURRENCY)) {
      return new Checkout.Refused("WeChat Pay takes CNY, not " + asked.currencyCode());
    }
    if (asked.minor() > Integer.MAX_VALUE) {
      return new Checkout.Refused("it is more than WeChat Pay takes");
    }
    return switch (WechatAnswer.to(() -> payments.prepay(prepay(order, payment)))) {
      case WechatAnswer.Told<PrepayResponse>(PrepayResponse told) ->
          new Checkout.At(WechatAnswer.present(told.getCodeUrl(), "code_url"));
      case WechatAnswer.Refused<PrepayResponse> refused -> notOpened(refused);
    };
  }

  private PrepayRequest prepay(Order order, Payment payment) {
    var amount = new Amount();
    amount.setTotal(Math.toIntExact(payment.asked().minor()));
    amount.setCurrency(CURRENCY);
    var prepay = new PrepayRequest();
    prepay.setAppid(merchant.appId());
    prepay.setMchid(merchant.id());
    prepay.setDescription(description(order.homestay().title()));
    prepay.setOutTradeNo(payment.sn().value());
    prepay.setAttach(order.sn().value());
    prepay.setTimeExpire(
        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
            order.payDeadline().truncatedTo(ChronoUnit.SECONDS).atOffset(BEIJING)));
    prepay.setNotifyUrl(callbacks.toString());
    prepay.setAmount(amount);
    return prepay;
  }

  private static String description(String title) {
    return title.codePointCount(0, title.length()) <= LONGEST_DESCRIPTION
        ? title
        : title.substring(0, title.offsetByCodePoints(0, LONGEST_DESCRIPTION));
  }

  private static Checkout notOpened(WechatAnswer.Refused<PrepayResponse> refused) {
    return switch (refused.code()) {
      case "ORDERPAID", "ORDER_PAID" -> new Checkout.Refused("it was paid there already");
      case "ORDERCLOSED", "ORDER_CLOSED" -> new Checkout.Refused("it was closed there");
      case "OUT_TRADE_NO_USED" -> new Checkout.Refused("its number was used there before");
      default -> throw refused.unavailable();
    };
  }

  @Override
  public Collected ask(Payment payment) {
    var query = new QueryOrderByOutTradeNoRequest();
    query.setMchid(merchant.id());
    query.setOutTradeNo(payment.sn().value());
    return switch (WechatAnswer.to(() -> payments.queryOrderByOutTradeNo(query))) {
      case WechatAnswer.Told<Transaction>(Transaction told) -> collected(payment, told);
      case WechatAnswer.Refused<Transaction> refused -> notKnown(refused);
    };
  }

  private static Collected collected(Payment payment, Transaction told) {
    if (!payment.sn().value().equals(told.getOutTradeNo())) {
      throw WechatAnswer.notAsAgreed("another payment");
    }
    return switch (WechatAnswer.present(told.getTradeState(), "trade_state that we know")) {
      case SUCCESS, REFUND -> paid(told);
      case NOTPAY, USERPAYING, ACCEPT -> new Collected.Waiting();
      case CLOSED, REVOKED, PAYERROR -> new Collected.Ended();
    };
  }

  private static Collected paid(Transaction told) {
    TransactionAmount amount = WechatAnswer.present(told.getAmount(), "amount");
    return new Collected.Paid(
        money(WechatAnswer.present(amount.getTotal(), "total"), amount.getCurrency()),
        WechatAnswer.present(told.getTransactionId(), "transaction_id"),
        time(told.getSuccessTime()));
  }

  private static Collected notKnown(WechatAnswer.Refused<Transaction> refused) {
    return switch (refused.code()) {
      case "ORDER_NOT_EXIST", "ORDERNOTEXIST", "RESOURCE_NOT_EXISTS" -> new Collected.Unknown();
      default -> throw refused.unavailable();
    };
  }

  /** Closing says nothing of a payment that was paid or closed before, so it is asked about. */
  @Override
  public Collected close(Payment payment) {
    var close = new CloseOrderRequest();
    close.setMchid(merchant.id());
    close.setOutTradeNo(payment.sn().value());
    WechatAnswer.to(
        () -> {
          payments.closeOrder(close);
          return close;
        });
    return switch (ask(payment)) {
      case Collected.Waiting() -> throw WechatAnswer.notAsAgreed("that it is not closed");
      case Collected.Paid paid -> paid;
      case Collected.Ended ended -> ended;
      case Collected.Unknown unknown -> unknown;
    };
  }

  @Override
  public Refunding refund(Payment payment) {
    return refunds.create(payment);
  }

  @Override
  public Refunding askRefund(Payment payment) {
    return refunds.ask(payment);
  }

  @Override
  public void close() {
    http.close();
  }

  static Money money(long minor, @Nullable String currency) {
    return Money.parse(minor, currency == null ? CURRENCY : currency)
        .orElseThrow(() -> WechatAnswer.notAsAgreed("no currency that exists"));
  }

  /** A time as in {@code 2018-06-08T10:34:56+08:00}. */
  static Instant time(@Nullable String text) {
    try {
      return Instant.parse(WechatAnswer.present(text, "success_time"));
    } catch (DateTimeException e) {
      throw WechatAnswer.notAsAgreed("no time that is one");
    }
  }
}
