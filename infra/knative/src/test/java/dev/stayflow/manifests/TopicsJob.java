package dev.stayflow.manifests;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Where a Job makes topics, it makes those that sources read and sinks write, and no others. */
final class TopicsJob implements Check {
  private static final Pattern MADE = Pattern.compile("for topic in ([^;]*);");

  @Override
  public void check(Rendering rendering, Findings findings) {
    var used = new TreeSet<String>();
    rendering.all(Kind.KAFKA_SOURCE).forEach(source -> used.addAll(Kafka.topics(source)));
    rendering.all(Kind.KAFKA_SINK).forEach(sink -> used.add(sink.at("/spec/topic").asString("")));
    rendering
        .all(Kind.JOB)
        .filter(
            job -> job.at("/metadata/labels/app.kubernetes.io~1name").asString("").equals("topics"))
        .forEach(
            job -> {
              var script = job.at("/spec/template/spec/containers/0/args/0").asString("");
              var made = new TreeSet<String>();
              MADE.matcher(script)
                  .results()
                  .forEach(list -> made.addAll(List.of(list.group(1).strip().split(" +"))));
              findings.check(
                  made.equals(used),
                  job,
                  "spec.template.spec.containers[0].args[0]",
                  "makes the topics %s; sources and sinks use %s".formatted(made, used));
            });
  }
}
