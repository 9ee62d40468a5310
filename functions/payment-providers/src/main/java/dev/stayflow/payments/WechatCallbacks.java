package dev.stayflow.payments;

import com.wechat.pay.java.core.exception.DecryptionException;
import dev.stayflow.contracts.PaymentStatusChanged;
import dev.stayflow.contracts.PaymentStatusChanged.PayStatus;
import dev.stayflow.order.OrderSn;
import dev.stayflow.order.PaymentSn;
import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** WeChat Pay's callbacks, signed and encrypted as its API v3 says. */
final class WechatCallbacks implements CallbackReader {
  private static final Logger log = LoggerFactory.getLogger(WechatCallbacks.class);
  private static final String ALGORITHM = "AEAD_AES_256_GCM";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private final WechatSeal seal;
  private final String appId;
  private final String merchantId;

  WechatCallbacks(WechatSeal seal, String appId, String merchantId) {
    this.seal = seal;
    this.appId = appId;
    this.merchantId = merchantId;
  }

  @Override
  public Response read(Request request, Function<CallbackReading, Response> next) {
    Optional<String> flaw = seal.flaw(request);
    if (flaw.isPresent()) {
      return next.apply(new CallbackReading.Forged(flaw.get()));
    }
    return request.read(
        WechatNotice.class,
        notice -> reading(notice).map(next).orElseGet(WechatCallbacks::unreadable));
  }

  /** Empty when it is not as agreed. */
  private Optional<CallbackReading> reading(WechatNotice notice) {
    return open(notice)
        .flatMap(
            inside ->
                switch (notice.eventType()) {
                  case "TRANSACTION.SUCCESS" ->
                      inside(notice, inside, WechatNotice.Paid.class, this::paid);
                  case "REFUND.SUCCESS" ->
                      inside(notice, inside, WechatNotice.Refunded.class, this::refunded);
                  case "REFUND.ABNORMAL", "REFUND.CLOSED" ->
                      inside(notice, inside, WechatNotice.NotRefunded.class, this::notRefunded);
                  default -> Optional.of(notOurs(notice));
                });
  }

  private Optional<String> open(WechatNotice notice) {
    WechatNotice.Resource resource = notice.resource();
    if (!resource.algorithm().equals(ALGORITHM)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          seal.open(resource.associatedData(), resource.nonce(), resource.ciphertext()));
    } catch (DecryptionException | IllegalArgumentException e) {
      log.atWarn()
          .addKeyValue("event_id", notice.id())
          .log("callback is signed but does not decrypt: compare WECHAT_PAY_API_V3_SECRET");
      return Optional.empty();
    }
  }

  private static <T> Optional<CallbackReading> inside(
      WechatNotice notice,
      String json,
      Class<T> type,
      BiFunction<WechatNotice, T, CallbackReading> reading) {
    try {
      return Optional.ofNullable(JSON.readValue(json, type))
          .map(inside -> reading.apply(notice, inside));
    } catch (JacksonException e) {
      log.atWarn()
          .addKeyValue("event_id", notice.id())
          .addKeyValue("callback_kind", notice.eventType())
          .log("callback decrypts but is not what is documented");
      return Optional.empty();
    }
  }

  private CallbackReading paid(WechatNotice notice, WechatNotice.Paid paid) {
    if (!paid.mchid().equals(merchantId) || !paid.appid().equals(appId)) {
      return anothers();
    }
    return OrderSn.parse(paid.attach())
        .filter(_ -> PaymentSn.parse(paid.outTradeNo()).isPresent())
        .<CallbackReading>map(
            order ->
                new CallbackReading.News(
                    notice.id(),
                    new PaymentStatusChanged(
                        paid.outTradeNo(),
                        order.value(),
                        WechatProvider.NAME,
                        PayStatus.SUCCESS,
                        paid.amount().total(),
                        paid.amount().currency(),
                        paid.transactionId(),
                        paid.successTime())))
        .orElseGet(() -> notOurs(notice));
  }

  private CallbackReading refunded(WechatNotice notice, WechatNotice.Refunded refunded) {
    if (!refunded.mchid().equals(merchantId)) {
      return anothers();
    }
    return PaymentSn.parse(refunded.outTradeNo())
        .flatMap(payment -> WechatRefundNo.parse(refunded.outRefundNo(), payment))
        .<CallbackReading>map(
            no ->
                new CallbackReading.News(
                    notice.id(),
                    new PaymentStatusChanged(
                        refunded.outTradeNo(),
                        no.order().value(),
                        WechatProvider.NAME,
                        PayStatus.REFUND,
                        refunded.amount().refund(),
                        WechatProvider.CURRENCY,
                        refunded.refundId(),
                        refunded.successTime())))
        .orElseGet(() -> notOurs(notice));
  }

  private CallbackReading notRefunded(WechatNotice notice, WechatNotice.NotRefunded refund) {
    if (!refund.mchid().equals(merchantId)) {
      return anothers();
    }
    return PaymentSn.parse(refund.outTradeNo())
        .<CallbackReading>map(
            payment ->
                new CallbackReading.NotRefunded(
                    notice.id(), payment.value(), refund.refundStatus()))
        .orElseGet(() -> notOurs(notice));
  }

  private static CallbackReading notOurs(WechatNotice notice) {
    return new CallbackReading.NotOurs(notice.id(), notice.eventType());
  }

  private static CallbackReading anothers() {
    return new CallbackReading.Forged("it is about another merchant or app");
  }

  private static Response unreadable() {
    return Response.problem(
        Problem.of(400, "bad-request", "The request cannot be read")
            .detail("it is signed, but what it encrypts is not what a callback holds"));
  }
}
