package dev.stayflow.dispatcher.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.delayedtasks.Schedule;
import dev.stayflow.delayedtasks.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ScheduledEventTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ScheduledEventReader reader = new ScheduledEventReader(_ -> Optional.empty());

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"id": "a", "cron": "0 3 * * MON-FRI", "timeZone": "Europe/Berlin", "whenMissed": "all",
         "note": "for Ann", "queue": "low", "deliverTo": "http://sink/x", "retries": 3, "timeout": "PT30S",
         "retention": "PT1H", "event": {"type": "report.wanted", "source": "/reports", "subject": "s",
         "datacontenttype": "application/json", "data": {"n": [1, 2.50, "ä"]}, "extensions": {"tenant": "7"}}}
        """,
        """
        {"id": "b", "cron": "@every 90s", "timeZone": "UTC", "whenMissed": "skip", "queue": "default",
         "retention": "PT0S", "event": {"type": "t", "source": "/dispatcher/schedules",
         "datacontenttype": "text/plain", "data": "plain: text"}}
        """,
        """
        {"id": "c", "cron": "*/5 * * * * *", "timeZone": "UTC", "whenMissed": "once", "queue": "default",
         "retention": "PT168H", "event": {"type": "t", "source": "/x", "datacontenttype": "application/json",
         "data": "\\"a text of JSON\\""}}
        """,
        """
        {"id": "d", "cron": "@daily", "timeZone": "UTC", "whenMissed": "once", "queue": "default",
         "retention": "PT168H", "event": {"type": "t", "source": "/x"}}
        """
      })
  void whatWasPutIsReadBackInTheSameWords(String text) {
    var given = JSON.readTree(text);

    var stored = valid(given.toString()).schedule();

    var readBack = ScheduledEvent.of(stored).orElseThrow();
    assertThat(readBack.json()).isEqualTo(given);
    assertThat(valid(readBack.json().toString()).schedule().task().headers())
        .isEqualTo(stored.task().headers());
  }

  @Test
  void whatIsLeftOutHasADefault() {
    var schedule =
        valid("{\"id\": \"a\", \"cron\": \"@daily\", \"event\": {\"type\": \"t\", \"data\": 7}}");

    assertThat(schedule.timeZone()).isEqualTo("UTC");
    assertThat(schedule.queue()).isEqualTo("default");
    assertThat(schedule.retention()).isEqualTo(Duration.ofDays(7));
    assertThat(schedule.paused()).isEmpty();
    assertThat(schedule.event().source()).isEqualTo("/dispatcher/schedules");
    assertThat(schedule.event().dataContentType()).contains("application/json");
    assertThat(schedule.event().data()).contains("7");
  }

  @Test
  void fieldsThatAFormLeavesBlankAreLeftOut() {
    var schedule =
        valid(
            """
            {"id": "a", "cron": "@daily", "queue": "", "retries": " ", "timeout": "", "paused": "",
             "event": {"type": "t", "subject": "", "data": "", "datacontenttype": ""}}
            """);

    assertThat(schedule.queue()).isEqualTo("default");
    assertThat(schedule.retries()).isEmpty();
    assertThat(schedule.event().subject()).isEmpty();
    assertThat(schedule.event().data()).isEmpty();
    assertThat(schedule.event().dataContentType()).isEmpty();
  }

  @Test
  void everythingThatIsWrongIsToldWithItsField() {
    var read =
        reader.read(
            JSON.readTree(
                """
                {"id": "two words", "cron": "61 * * * *", "timeZone": "Mars", "whenMissed": "never",
                 "paused": "maybe", "retries": "few", "timeout": "1 day", "retention": "-PT1S", "colour": 1,
                 "event": {"source": [], "datacontenttype": "application/json", "data": "{",
                           "extensions": {"id": "1", "deliverto": "x", "list": []}}}
                """));

    assertThat(read).isInstanceOf(ReadSchedule.Wrong.class);
    var problems =
        read instanceof ReadSchedule.Wrong wrong ? wrong.problems() : List.<FieldProblem>of();
    assertThat(problems)
        .extracting(FieldProblem::field)
        .containsExactlyInAnyOrder(
            "id",
            "cron",
            "timeZone",
            "whenMissed",
            "paused",
            "retries",
            "timeout",
            "retention",
            "colour",
            "event.type",
            "event.source",
            "event.data",
            "event.extensions.id",
            "event.extensions.deliverto",
            "event.extensions.list");
    assertThat(problems).extracting(FieldProblem::detail).anyMatch(detail -> detail.contains("61"));
  }

  @Test
  void aScheduleOfAnotherUserOfTheEngineIsNone() {
    var other = Schedule.of("a", "@daily", Task.of("email", new byte[] {1}));

    assertThat(ScheduledEvent.of(other)).isEmpty();
    assertThat(ScheduledEvent.isFromFile(other)).isFalse();
  }

  private ScheduledEvent valid(String text) {
    var read = reader.read(JSON.readTree(text));
    assertThat(read).isInstanceOf(ReadSchedule.Valid.class);
    return ((ReadSchedule.Valid) read).schedule();
  }
}
