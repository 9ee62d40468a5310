package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("core")
class MissedFiringsTest {
  private final Periodic periodic = new Periodic(TestRedis.connect());
  private final Schedules schedules = periodic.schedules;

  @AfterEach
  void close() {
    periodic.close();
  }

  @Test
  void whatWasMissedIsSkippedMadeUpForOnceOrAllAsThePolicySays() throws Exception {
    periodic.putHoursAgo("skip", WhenMissed.SKIP);
    periodic.putHoursAgo("once", WhenMissed.ONCE);
    var missed = periodic.putHoursAgo("all", WhenMissed.ALL);

    periodic.startScheduler();
    await()
        .atMost(Work.LIMIT)
        .until(
            () ->
                Stream.of("skip", "once", "all")
                    .allMatch(id -> periodic.next(id).isAfter(Instant.now())));

    assertThat(schedules.history("skip", 10)).isEmpty();
    assertThat(schedules.history("once", 10))
        .extracting(Firing::fireTime)
        .containsExactly(missed.getLast());
    assertThat(schedules.history("all", 10))
        .extracting(Firing::fireTime)
        .containsExactlyElementsOf(missed.reversed());
    assertThat(schedules.history("all", 10))
        .allMatch(firing -> firing.cause() == Firing.Cause.MADE_UP);
    assertThat(periodic.counts().pending()).isEqualTo(1 + missed.size());
  }

  @Test
  void ofThousandsMissedTheLastThousandAreMadeUpForAndTheHistoryIsReadByPages() throws Exception {
    schedules.put(Schedule.of("tick", "* * * * *", periodic.task).whenMissed(WhenMissed.ALL));
    Periodic.standAt("tick", Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(1500 * 60));

    periodic.startScheduler();
    await().atMost(Work.LIMIT).until(() -> periodic.next("tick").isAfter(Instant.now()));

    var first = schedules.history("tick", 300);
    var seen = new ArrayList<>(first);
    for (var page = first; !page.isEmpty(); seen.addAll(page)) {
      page = schedules.history("tick", seen.getLast().fireTime(), 300);
    }
    assertThat(seen).hasSize(1000).isEqualTo(schedules.history("tick", 1000));
    assertThat(seen).extracting(Firing::fireTime).doesNotHaveDuplicates();
    assertThat(seen.getFirst().fireTime()).isEqualTo(seen.getLast().fireTime().plusSeconds(59_940));
    assertThat(periodic.counts().pending()).isGreaterThanOrEqualTo(1000);
  }

  @Test
  void hundredsThatComeTogetherAllFireOnce() throws Exception {
    for (var i = 0; i < 150; i++) {
      periodic.putHoursAgo("s" + i, WhenMissed.ONCE);
    }
    periodic.startScheduler();
    periodic.startScheduler();
    await()
        .atMost(Work.LIMIT)
        .until(() -> schedules.list().stream().allMatch(info -> info.previous().isPresent()));

    assertThat(periodic.counts().pending()).isEqualTo(150);
    assertThat(schedules.list()).allMatch(info -> info.next().orElseThrow().isAfter(Instant.now()));
  }
}
