package dev.stayflow.delayedtasks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;

/**
 * What workers did, a line each, on disk before the task counts as done.
 *
 * @param runs in the order of their times
 */
record EffectLog(List<Run> runs) {
  /** A run of a task, by the clock of this machine, which is Redis's too. */
  record Run(String id, Instant due, Instant at) {}

  /** Two runs of one task, one after the other. */
  record Pair(String id, Instant first, Instant second) {}

  /** Appends a line to the file and waits until the disk has it. */
  static void append(FileChannel file, TaskRun run) throws IOException {
    var line = "%s %s %s%n".formatted(run.task().id().id(), run.dueAt(), Instant.now());
    synchronized (file) {
      file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      file.force(false);
    }
  }

  static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** A line that a kill cut off does not count. */
  static EffectLog read(Collection<Path> files) throws IOException {
    var runs = new ArrayList<Run>();
    for (var file : files) {
      for (var line : Files.readString(file).split("(?<=\n)", -1)) {
        if (line.endsWith("\n")) {
          var words = line.strip().split(" ", -1);
          runs.add(new Run(words[0], Instant.parse(words[1]), Instant.parse(words[2])));
        }
      }
    }
    runs.sort(java.util.Comparator.comparing(Run::at));
    return new EffectLog(List.copyOf(runs));
  }

  List<Run> early() {
    return runs.stream().filter(run -> run.at().isBefore(run.due())).toList();
  }

  List<Pair> again() {
    var last = new HashMap<String, Instant>();
    var pairs = new ArrayList<Pair>();
    for (var run : runs) {
      var before = last.put(run.id(), run.at());
      if (before != null) {
        pairs.add(new Pair(run.id(), before, run.at()));
      }
    }
    return pairs;
  }

  List<String> missing(Collection<String> ids) {
    var ran = runs.stream().map(Run::id).collect(java.util.stream.Collectors.toSet());
    return ids.stream().filter(id -> !ran.contains(id)).toList();
  }
}
