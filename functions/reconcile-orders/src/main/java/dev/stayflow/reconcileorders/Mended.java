package dev.stayflow.reconcileorders;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.slf4j.spi.LoggingEventBuilder;

/** What one run mended. */
final class Mended {

  /** What is counted; its name in lower case stands in logs and metrics. */
  enum What {
    OVERDUE_ORDERS,
    EXPIRED_STAYS,
    OUTBOX_EVENTS,
    PAYMENTS,
    REFUNDS;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<What, Integer> counts = new EnumMap<>(What.class);

  Mended() {
    for (What what : What.values()) {
      counts.put(what, 0);
    }
  }

  void add(What what, int howMany) {
    counts.merge(what, howMany, Integer::sum);
  }

  /** A log line that shows it. */
  LoggingEventBuilder on(LoggingEventBuilder line) {
    LoggingEventBuilder shown = line;
    for (Map.Entry<What, Integer> count : counts.entrySet()) {
      shown = shown.addKeyValue(count.getKey().text(), count.getValue());
    }
    return shown;
  }

  /** Everything that can be mended, also what was not. */
  void forEach(ObjIntConsumer<String> action) {
    counts.forEach((what, howMany) -> action.accept(what.text(), howMany));
  }
}
