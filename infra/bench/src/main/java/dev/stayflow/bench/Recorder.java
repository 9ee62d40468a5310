package dev.stayflow.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.IntFunction;

/** A function's process that is asked over HTTP to see what it asks of its database. */
final class Recorder implements AutoCloseable {
  private final Recording recording;
  private final ServiceProcess function;

  Recorder(String name, FunctionProcesses functions) {
    try {
      recording = new Recording(Files.createTempFile("bench", ".statements"));
    } catch (IOException e) {
      throw new UncheckedIOException("There is no place for what functions ask", e);
    }
    function = functions.startRecorded(name, recording.file());
  }

  /** What that many requests ask, in the order in which it was done. */
  List<SqlUnit> record(int connections, int requests, IntFunction<Call> calls)
      throws InterruptedException {
    recording.next();
    Load.closed(function.port(), connections, requests, calls);
    return recording.next();
  }

  @Override
  public void close() {
    function.close();
    recording.close();
  }
}
