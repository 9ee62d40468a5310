package dev.stayflow.dispatcher.schedules;

import dev.stayflow.delayedtasks.RedisFull;
import dev.stayflow.delayedtasks.RedisUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the file has changed, by its content: a ConfigMap's mount changes as a symbolic
 * link does. What is wrong with new content is told once, and the schedules stay as they are.
 */
final class FileWatch implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

  private final ScheduleFile file;
  private final FileSchedules schedules;
  private byte @Nullable [] seen;
  private @Nullable List<ScheduledEvent> toApply;
  private boolean gone;

  FileWatch(ScheduleFile file, FileSchedules schedules) {
    this.file = file;
    this.schedules = schedules;
  }

  /** One look; what Redis was not there for is done at the next. */
  @Override
  public void run() {
    try {
      look();
      if (toApply != null) {
        schedules.apply(toApply);
        toApply = null;
      }
    } catch (RedisUnavailable | RedisFull e) {
      LOG.atDebug().setCause(e).log("The schedules of the file wait for Redis");
    } catch (RuntimeException e) { // an exception would end the looking
      LOG.atError().setCause(e).log("The schedules of the file cannot be put");
    }
  }

  private void look() {
    try {
      var bytes = Files.readAllBytes(file.path());
      gone = false;
      if (!Arrays.equals(bytes, seen)) {
        seen = bytes;
        take(file.read(bytes));
      }
    } catch (IOException e) {
      if (!gone) {
        gone = true;
        tellWrong(file.path() + " cannot be read any more");
      }
    }
  }

  private void take(FileContent content) {
    switch (content) {
      case FileContent.Schedules good -> toApply = good.all();
      case FileContent.Wrong wrong -> wrong.problems().forEach(FileWatch::tellWrong);
    }
  }

  private static void tellWrong(String problem) {
    LOG.atError()
        .addKeyValue("problem", problem)
        .log("The file of schedules is not right, the schedules stay as they are");
  }
}
