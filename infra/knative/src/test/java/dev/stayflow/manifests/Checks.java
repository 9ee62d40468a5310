package dev.stayflow.manifests;

import java.util.List;

/** All that a rendering is held against. */
final class Checks {
  static final List<Check> ALL =
      List.of(
          new KnownFields(),
          new NoNulls(),
          new RequiredFields(),
          new Names(),
          new SourceFiles(),
          new Sinks(),
          new ConfigReferences(),
          new ServiceAccounts(),
          new Images(),
          new Selectors(),
          new Ports(),
          new Volumes(),
          new Routes(),
          new Kafka(),
          new TopicsJob(),
          new Filters(),
          new EventTypes(),
          new Annotations(),
          new Deliveries(),
          new Schedules(),
          new Resources(),
          new KnativePods(),
          new PodSecurity(),
          new GoodHabits(),
          new Environments(),
          new FunctionFolders());

  private Checks() {}

  /** Everything that is wrong. */
  static List<String> findings(Rendering rendering) {
    var findings = new Findings();
    ALL.forEach(check -> check.check(rendering, findings));
    return findings.all();
  }
}
