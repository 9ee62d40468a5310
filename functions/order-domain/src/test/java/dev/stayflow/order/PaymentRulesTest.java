package dev.stayflow.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.PaymentDecision.AsksRefund;
import dev.stayflow.order.PaymentDecision.Fails;
import dev.stayflow.order.PaymentDecision.Ignored;
import dev.stayflow.order.PaymentDecision.Pays;
import dev.stayflow.order.PaymentDecision.PaysAndRefunds;
import dev.stayflow.order.PaymentDecision.RefundFallsShort;
import dev.stayflow.order.PaymentDecision.RefundNoted;
import dev.stayflow.order.PaymentDecision.RefundUnexpected;
import dev.stayflow.order.PaymentDecision.Refunds;
import dev.stayflow.order.PaymentDecision.Repeated;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

class PaymentRulesTest {

  private static final Money WHOLE = Money.of(112_000, "CNY");

  private final Order waiting = Samples.order(TradeState.WAIT_PAY);
  private final Payment payment = Samples.payment(waiting, 1);

  @Test
  void successPaysAnOrderThatWaitsForIt() {
    PaymentDecision decision = decide(waiting, payment, news(payment, PayStatus.SUCCESS, WHOLE));

    assertThat(decision).isInstanceOf(Pays.class);
    assertThat(decision.order().state()).isEqualTo(TradeState.WAIT_USE);
    assertThat(decision.order().paidBy().orElseThrow().payment()).isEqualTo(payment.sn());
    assertThat(decision.order().shownTradeCode()).isPresent();
    assertThat(decision.payment().status()).isEqualTo(PayStatus.SUCCESS);
    assertThat(decision.payment().receipt().orElseThrow().transactionId()).contains("tx-1");
  }

  @Test
  void successAfterTheOrderWasClosedAsksForARefund() {
    Order closed = Samples.order(TradeState.CANCELLED);

    PaymentDecision decision = decide(closed, payment, news(payment, PayStatus.SUCCESS, WHOLE));

    assertThat(decision)
        .isInstanceOfSatisfying(
            AsksRefund.class,
            asks -> assertThat(asks.reason()).isEqualTo(RefundReason.PAID_AFTER_CLOSE));
    assertThat(decision.order()).isEqualTo(closed);
    assertThat(decision.payment().status()).isEqualTo(PayStatus.SUCCESS);
    assertThat(decision.payment().refundAsked()).isPresent();
  }

  @ParameterizedTest
  @EnumSource(names = {"WAIT_USE", "USED", "REFUNDED", "EXPIRED"})
  void aSecondPaymentAsksForARefund(TradeState state) {
    Order paid = Samples.order(state);

    PaymentDecision decision = decide(paid, payment, news(payment, PayStatus.SUCCESS, WHOLE));

    assertThat(decision)
        .isInstanceOfSatisfying(
            AsksRefund.class, asks -> assertThat(asks.reason()).isEqualTo(RefundReason.PAID_TWICE));
    assertThat(decision.order()).isEqualTo(paid);
  }

  @Test
  void anotherAmountOrCurrencyAsksForItsRefundAndTheOrderGoesOnWaiting() {
    for (Money wrong : List.of(Money.of(111_999, "CNY"), Money.of(112_000, "EUR"))) {
      PaymentDecision decision = decide(waiting, payment, news(payment, PayStatus.SUCCESS, wrong));

      assertThat(decision)
          .isInstanceOfSatisfying(
              AsksRefund.class,
              asks -> assertThat(asks.reason()).isEqualTo(RefundReason.WRONG_AMOUNT));
      assertThat(decision.order()).isEqualTo(waiting);
      assertThat(decision.payment().receipt().orElseThrow().amount()).isEqualTo(wrong);
    }
  }

  @Test
  void aFailureLeavesTheOrderWaiting() {
    PaymentDecision decision = decide(waiting, payment, news(payment, PayStatus.FAIL, WHOLE));

    assertThat(decision).isInstanceOf(Fails.class);
    assertThat(decision.order()).isEqualTo(waiting);
    assertThat(decision.payment().status()).isEqualTo(PayStatus.FAIL);
  }

  @Test
  void aFailureAfterTheMoneyIsIgnored() {
    PaymentDecision paid = decide(waiting, payment, news(payment, PayStatus.SUCCESS, WHOLE));

    assertThat(decide(paid.order(), paid.payment(), news(payment, PayStatus.FAIL, WHOLE)))
        .isEqualTo(new Ignored(paid.order(), paid.payment()));
  }

  @Test
  void thePartThatWasAskedForEndsInRefundedWithItsAmount() {
    PaymentDecision paid = decide(waiting, payment, news(payment, PayStatus.SUCCESS, WHOLE));
    Money part = Money.of(50_000, "CNY");

    PaymentDecision decision =
        decide(
            paid.order(), cancelled(paid.payment(), part), news(payment, PayStatus.REFUND, part));

    assertThat(decision).isInstanceOf(Refunds.class);
    assertThat(decision.order().state()).isEqualTo(TradeState.REFUNDED);
    assertThat(decision.order().refunded()).contains(part);
    assertThat(decision.payment().refunded()).contains(part);
  }

  @ParameterizedTest
  @CsvSource({"50000, CNY, true", "112000, CNY, true", "49999, CNY, false", "50000, EUR, false"})
  void aRefundIsDoneOnceAtLeastWhatWasAskedWentBack(long given, String currency, boolean done) {
    PaymentDecision paid = decide(waiting, payment, news(payment, PayStatus.SUCCESS, WHOLE));
    Payment asking = cancelled(paid.payment(), Money.of(50_000, "CNY"));
    Money back = Money.of(given, currency);

    PaymentDecision decision = decide(paid.order(), asking, news(payment, PayStatus.REFUND, back));

    if (done) {
      assertThat(decision).isInstanceOf(Refunds.class);
      assertThat(decision.order().refunded()).contains(back);
    } else {
      assertThat(decision)
          .isEqualTo(
              new RefundFallsShort(
                  paid.order(), asking, back, asking.refundAsked().get().amount()));
      assertThat(decide(paid.order(), asking, news(payment, PayStatus.REFUND, WHOLE)))
          .isInstanceOf(Refunds.class);
    }
  }

  @Test
  void aPartOfLostMoneyLeavesItsRefundOpen() {
    Order closed = Samples.order(TradeState.CANCELLED);
    PaymentDecision lost = decide(closed, payment, news(payment, PayStatus.SUCCESS, WHOLE));
    Money part = Money.of(1, "CNY");

    assertThat(decide(closed, lost.payment(), news(payment, PayStatus.REFUND, part)))
        .isEqualTo(new RefundFallsShort(closed, lost.payment(), part, WHOLE));
  }

  @Test
  void aPartThatNobodyAskedForDoesNotRefundAPaidOrder() {
    PaymentDecision paid = decide(waiting, payment, news(payment, PayStatus.SUCCESS, WHOLE));

    for (Money part : List.of(Money.of(111_999, "CNY"), Money.of(112_000, "EUR"))) {
      assertThat(decide(paid.order(), paid.payment(), news(payment, PayStatus.REFUND, part)))
          .isEqualTo(new RefundUnexpected(paid.order(), paid.payment(), part));
    }
  }

  @Test
  void allOfItRefundsAPaidOrderAlsoWhenNobodyAsked() {
    PaymentDecision paid = decide(waiting, payment, news(payment, PayStatus.SUCCESS, WHOLE));

    PaymentDecision decision =
        decide(paid.order(), paid.payment(), news(payment, PayStatus.REFUND, WHOLE));

    assertThat(decision).isInstanceOf(Refunds.class);
    assertThat(decision.order().refunded()).contains(WHOLE);
  }

  @Test
  void aPartThatArrivesBeforeItsSuccessIsNotTakenForAll() {
    Money part = Money.of(1, "CNY");

    assertThat(decide(waiting, payment, news(payment, PayStatus.REFUND, part)))
        .isEqualTo(new RefundUnexpected(waiting, payment, part));
  }

  @Test
  void whatIsLostAndWentBackInPartBeforeItsSuccessIsAskedForWholly() {
    Money more = Money.of(150_000, "CNY");
    Payment early = decide(waiting, payment, news(payment, PayStatus.REFUND, WHOLE)).payment();

    PaymentDecision lost = decide(waiting, early, news(payment, PayStatus.SUCCESS, more));

    assertThat(lost).isInstanceOf(AsksRefund.class);
    assertThat(lost.payment().status()).isEqualTo(PayStatus.SUCCESS);
    assertThat(lost.payment().refundAsked().orElseThrow().amount()).isEqualTo(more);
    assertThat(lost.payment().refunded()).isEmpty();
    assertThat(decide(waiting, lost.payment(), news(payment, PayStatus.REFUND, WHOLE)))
        .isInstanceOf(RefundFallsShort.class);
  }

  @Test
  void theRefundOfAnotherPaymentLeavesThePaidOrderAlone() {
    Order paid = Samples.order(TradeState.WAIT_USE);
    PaymentDecision lost = decide(paid, payment, news(payment, PayStatus.SUCCESS, WHOLE));

    PaymentDecision decision =
        decide(lost.order(), lost.payment(), news(payment, PayStatus.REFUND, WHOLE));

    assertThat(decision).isInstanceOf(RefundNoted.class);
    assertThat(decision.order()).isEqualTo(paid);
    assertThat(decision.payment().status()).isEqualTo(PayStatus.REFUND);
  }

  @ParameterizedTest
  @EnumSource(names = {"USED", "EXPIRED"})
  void aRefundAfterTheStayChangesThePaymentOnly(TradeState state) {
    PaymentDecision paid = decide(waiting, payment, news(payment, PayStatus.SUCCESS, WHOLE));
    Order over = Samples.in(paid.order(), state);

    PaymentDecision decision = decide(over, paid.payment(), news(payment, PayStatus.REFUND, WHOLE));

    assertThat(decision).isInstanceOf(RefundNoted.class);
    assertThat(decision.order()).isEqualTo(over);
  }

  @Test
  void aRefundThatArrivesBeforeItsSuccessEndsAsIfItHadNot() {
    PaymentDecision first = decide(waiting, payment, news(payment, PayStatus.REFUND, WHOLE));
    assertThat(first).isInstanceOf(RefundNoted.class);
    assertThat(first.order()).isEqualTo(waiting);

    PaymentDecision second =
        decide(first.order(), first.payment(), news(payment, PayStatus.SUCCESS, WHOLE));

    assertThat(second).isInstanceOf(PaysAndRefunds.class);
    assertThat(second.order().state()).isEqualTo(TradeState.REFUNDED);
    assertThat(second.payment().status()).isEqualTo(PayStatus.REFUND);
  }

  @Test
  void newsOfTheReplacedSystemWithoutAmountMeansTheWholeAmount() {
    PaymentNews plain =
        new PaymentNews(
            waiting.sn(),
            Optional.empty(),
            PayStatus.SUCCESS,
            "unknown",
            Optional.empty(),
            Optional.empty(),
            Samples.NOW);

    assertThat(decide(waiting, payment, plain)).isInstanceOf(Pays.class);
    assertThat(plain.unopened(waiting, Samples.NOW).sn())
        .isEqualTo(new PaymentSn("PMT2026112110000012345678"));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WAIT_PAY")
  void waitingIsNoNews(TradeState state) {
    Order order = Samples.order(state);

    assertThat(decide(order, payment, news(payment, PayStatus.WAIT, WHOLE)))
        .isEqualTo(new Ignored(order, payment));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.stayflow.order.Samples#seeds")
  void whateverArrivesNoMoneyIsLost(long seed) {
    Random random = new Random(seed);
    Order order = waiting;
    List<Payment> payments =
        new ArrayList<>(IntStream.range(1, 4).mapToObj(n -> Samples.payment(waiting, n)).toList());
    for (int step = 0; step < 20; step++) {
      if (order.state() == TradeState.WAIT_PAY && random.nextInt(10) == 0) {
        order = Samples.in(order, TradeState.CANCELLED);
      }
      int which = random.nextInt(payments.size());
      PaymentNews news = randomNews(random, payments.get(which));

      PaymentDecision decision = decide(order, payments.get(which), news);
      PaymentDecision again = decide(decision.order(), decision.payment(), news);

      assertThat(again)
          .isInstanceOfAny(
              Repeated.class, Ignored.class, RefundFallsShort.class, RefundUnexpected.class);
      assertThat(again.order()).isEqualTo(decision.order());
      assertThat(again.payment()).isEqualTo(decision.payment());
      order = decision.order();
      payments.set(which, decision.payment());
      assertNothingIsLost(order, payments);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.stayflow.order.Samples#seeds")
  void theOrderInWhichNewsOfOnePaymentArrivesDoesNotMatter(long seed) {
    Random random = new Random(seed);
    Money paid = random.nextBoolean() ? WHOLE : Money.of(random.nextInt(200_000), "CNY");
    List<PaymentNews> told = new ArrayList<>(List.of(news(payment, PayStatus.SUCCESS, paid)));
    if (random.nextBoolean()) {
      told.add(news(payment, PayStatus.FAIL, paid));
    }
    if (random.nextBoolean()) {
      told.add(news(payment, PayStatus.REFUND, paid));
    }
    Order begin = random.nextBoolean() ? waiting : Samples.order(TradeState.CANCELLED);

    PaymentDecision inOrder = tell(begin, told);
    List<PaymentNews> toldTwice = new ArrayList<>(told);
    toldTwice.addAll(told);
    Collections.shuffle(toldTwice, random);
    PaymentDecision shuffled = tell(begin, toldTwice);

    assertThat(shuffled.order().state()).isEqualTo(inOrder.order().state());
    assertThat(shuffled.order().refunded()).isEqualTo(inOrder.order().refunded());
    assertThat(shuffled.payment().status()).isEqualTo(inOrder.payment().status());
    assertThat(shuffled.payment().receipt()).isEqualTo(inOrder.payment().receipt());
  }

  /** Tells everything, and once more in the end what was refused as unexpected. */
  private PaymentDecision tell(Order begin, List<PaymentNews> told) {
    PaymentDecision last = new Ignored(begin, payment);
    List<PaymentNews> refused = new ArrayList<>();
    for (PaymentNews news : told) {
      last = decide(last.order(), last.payment(), news);
      if (last instanceof RefundUnexpected) {
        refused.add(news);
      }
    }
    for (PaymentNews news : refused) {
      last = decide(last.order(), last.payment(), news);
    }
    return last;
  }

  private static Payment cancelled(Payment paid, Money due) {
    return paid.refundAsked(RefundReason.CANCELLED_BY_GUEST, due, Samples.NOW);
  }

  private static void assertNothingIsLost(Order order, List<Payment> payments) {
    for (Payment payment : payments) {
      boolean paidTheOrder =
          order.paidBy().filter(by -> by.payment().equals(payment.sn())).isPresent();
      if (payment.receipt().isPresent()) {
        assertThat(
                paidTheOrder || payment.refundAsked().isPresent() || payment.refunded().isPresent())
            .as("%s is kept for something or goes back", payment)
            .isTrue();
      }
      if (!paidTheOrder && payment.receipt().isPresent() && payment.refunded().isPresent()) {
        assertThat(payment.refunded().get().covers(payment.receipt().get().amount()))
            .as("%s went back wholly", payment)
            .isTrue();
      }
      if (paidTheOrder) {
        assertThat(payment.receipt().orElseThrow().amount()).isEqualTo(order.price().total());
        assertThat(payment.refundAsked()).isEmpty();
      }
    }
    assertThat(order.paidBy().isPresent()).isEqualTo(order.state().paid());
    assertThat(order.refunded().isPresent()).isEqualTo(order.state() == TradeState.REFUNDED);
    order.refunded().ifPresent(back -> assertThat(back.covers(order.price().total())).isTrue());
  }

  private static PaymentNews randomNews(Random random, Payment payment) {
    PayStatus status = PayStatus.ofCode(random.nextInt(-1, 3)).orElseThrow();
    Money amount = random.nextInt(3) > 0 ? WHOLE : Money.of(random.nextInt(200_000), "CNY");
    return news(payment, status, amount);
  }

  private static PaymentNews news(Payment payment, PayStatus status, Money amount) {
    return new PaymentNews(
        payment.order(),
        Optional.of(payment.sn()),
        status,
        "sandbox",
        Optional.of(amount),
        Optional.of("tx-1"),
        Samples.NOW);
  }

  private static PaymentDecision decide(Order order, Payment payment, PaymentNews news) {
    return PaymentRules.decide(order, payment, news, Samples.NOW);
  }
}
