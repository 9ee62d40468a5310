package dev.stayflow.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where a function's processor time goes, by a flight recording of its process. */
final class Profile {
  private static final int METHODS = 15;

  /** Whose work a sample is: that of the first frame, from the top, of one of these packages. */
  private static final List<Map.Entry<String, String>> LAYERS =
      List.of(
          Map.entry("org.postgresql.", "PostgreSQL's driver and its sockets"),
          Map.entry("com.zaxxer.hikari.", "connection pool"),
          Map.entry("org.springframework.jdbc.", "Spring JDBC and transactions"),
          Map.entry("org.springframework.transaction.", "Spring JDBC and transactions"),
          Map.entry("org.springframework.dao.", "Spring JDBC and transactions"),
          Map.entry("org.springframework.", "Spring Cloud Function"),
          Map.entry("com.nimbusds.", "token"),
          Map.entry("tools.jackson.", "JSON"),
          Map.entry("com.fasterxml.jackson.", "JSON"),
          Map.entry("io.cloudevents.", "CloudEvents"),
          Map.entry("ch.qos.logback.", "log"),
          Map.entry("net.logstash.", "log"),
          Map.entry("org.slf4j.", "log"),
          Map.entry("io.opentelemetry.", "traces"),
          Map.entry("io.prometheus.", "metrics"),
          Map.entry("sun.net.httpserver.", "HTTP server and its sockets"),
          Map.entry("jdk.internal.net.http.", "HTTP client and its sockets"),
          Map.entry("sun.net.www.", "HTTP client and its sockets"),
          Map.entry("dev.stayflow.runtime.", "function-runtime"),
          Map.entry("dev.stayflow.", "function, domain, store"));

  private final Path file;

  Profile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** What a process is started with to be recorded. */
  List<String> flags() {
    return List.of(
        "-XX:StartFlightRecording:name=bench,settings=profile,"
            + "jdk.CPUTimeSample#enabled=true,jdk.CPUTimeSample#throttle=500/s");
  }

  /** Ends the recording and tells of it; the process goes on. */
  void tell(ServiceProcess process, Report report) throws InterruptedException {
    process.command("JFR.stop", "name=bench", "filename=" + file);
    var layers = new HashMap<String, Integer>();
    var methods = new HashMap<String, Integer>();
    var samples = 0;
    try (var recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        var event = recording.readEvent();
        if (event.getEventType().getName().equals("jdk.CPUTimeSample")) {
          samples++;
          layers.merge(layer(event), 1, Integer::sum);
          top(event).ifPresent(method -> methods.merge(method, 1, Integer::sum));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
    report.comment(
        "  profile: %d samples of Java's processor time, in %s".formatted(samples, file));
    tell(report, layers, samples, layers.size());
    report.comment("  methods on top of the stack:");
    tell(report, methods, samples, METHODS);
  }

  private static void tell(Report report, Map<String, Integer> counts, int samples, int most) {
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(most)
        .forEach(
            entry ->
                report.comment(
                    String.format(
                        Locale.ROOT,
                        "  %5.1f %% %s",
                        100.0 * entry.getValue() / samples,
                        entry.getKey())));
  }

  private static String layer(RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return "without Java frames: compiler, garbage collector";
    }
    for (var frame : event.getStackTrace().getFrames()) {
      var type = frame.isJavaFrame() ? frame.getMethod().getType().getName() : "";
      for (var layer : LAYERS) {
        if (type.startsWith(layer.getKey())) {
          return layer.getValue();
        }
      }
    }
    return "the JDK by itself: virtual threads, selectors";
  }

  private static Optional<String> top(RecordedEvent event) {
    return Optional.ofNullable(event.getStackTrace())
        .flatMap(stack -> stack.getFrames().stream().filter(RecordedFrame::isJavaFrame).findFirst())
        .map(frame -> frame.getMethod().getType().getName() + "." + frame.getMethod().getName());
  }
}
