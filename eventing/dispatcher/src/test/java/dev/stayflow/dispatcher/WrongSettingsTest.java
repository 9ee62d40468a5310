package dev.stayflow.dispatcher;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stayflow.dispatcher.settings.InvalidSettings;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would let everybody in, or be without effect, stops the start. */
class WrongSettingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INGRESS_TOKENS|''|at least one name:token",
        "INGRESS_TOKENS|','|at least one name:token",
        "INGRESS_TOKENS_FILE|/dev/null|at least one name:token",
        "QUEUE_LIMITS|Low:inFlight=5|about queues of QUEUES, not \"Low\"",
        "QUEUE_LIMITS|lwo:inFlight=5|about queues of QUEUES, not \"lwo\"",
        "SINKS_BY_TYPE|a=nobody|type=URL or type=none between commas, not \"a=nobody\"",
        "DELIVER_UNTIMED|yes|DELIVER_UNTIMED must be true or false",
        "K_CE_OVERRIDES|{\"extensions\":{\"a\":null}}|K_CE_OVERRIDES must be JSON",
      })
  void isToldWithWhatToDo(String name, String value, String told) {
    assertThatThrownBy(() -> DispatcherSettings.from(Map.of(name, value)))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(told);
  }
}
