package dev.stayflow.order;

import static dev.stayflow.order.TradeState.CANCELLED;
import static dev.stayflow.order.TradeState.EXPIRED;
import static dev.stayflow.order.TradeState.REFUNDED;
import static dev.stayflow.order.TradeState.USED;
import static dev.stayflow.order.TradeState.WAIT_PAY;
import static dev.stayflow.order.TradeState.WAIT_USE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TradeStateTest {

  private static final Map<TradeState, Set<TradeState>> ALLOWED =
      Map.of(WAIT_PAY, Set.of(CANCELLED, WAIT_USE), WAIT_USE, Set.of(USED, REFUNDED, EXPIRED));

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("allPairs")
  void onlyTheListedWaysLeadOn(TradeState from, TradeState to) {
    Transition expected =
        from == to
            ? new Transition.Already(from)
            : ALLOWED.getOrDefault(from, Set.of()).contains(to)
                ? new Transition.Moved(to)
                : new Transition.Refused(from, to);

    assertThat(from.transitionTo(to)).isEqualTo(expected);
  }

  static Stream<Arguments> allPairs() {
    return Arrays.stream(TradeState.values())
        .flatMap(
            from -> Arrays.stream(TradeState.values()).map(target -> Arguments.of(from, target)));
  }

  @Test
  void codesAreThoseOfTheReplacedSystem() {
    assertThat(Arrays.stream(TradeState.values()).map(TradeState::code))
        .containsExactly(-1, 0, 1, 2, 3, 4);
    assertThat(Arrays.stream(PayStatus.values()).map(PayStatus::code)).containsExactly(-1, 0, 1, 2);
    assertThat(TradeState.ofCode(5)).isEmpty();
    assertThat(TradeState.ofCode(-99)).isEmpty();
    assertThat(PayStatus.ofCode(3)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theTradeCodeIsShownOnceTheOrderWasPaidAndUntilItsMoneyGoesBack(TradeState state) {
    Order order = Samples.order(state);

    assertThat(order.state()).isEqualTo(state);
    assertThat(order.shownTradeCode().isPresent())
        .isEqualTo(Set.of(WAIT_USE, USED, EXPIRED).contains(state));
  }
}
