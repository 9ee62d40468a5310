package dev.stayflow.local.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Turns files into {@link Manifests}, kind by kind, and gathers what is wrong in them. */
final class ManifestReader {
  private static final String KUSTOMIZATION = "kustomization.yaml";

  private final List<Problem> problems = new ArrayList<>();
  private final References references;
  private final Manifests manifests =
      new Manifests(
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>());

  ManifestReader(Set<String> services) {
    references = new References(services);
  }

  Manifests read(Collection<Path> folders) {
    for (Path folder : folders) {
      List<Path> files = files(folder);
      if (files.isEmpty()) {
        problems.add(new Problem(folder.toString(), 1, "", "there is no manifest in this folder"));
      }
      for (Path file : files) {
        readFile(file, files);
      }
    }
    references.check();
    if (!problems.isEmpty()) {
      problems.sort(Comparator.comparing(Problem::file).thenComparingInt(Problem::line));
      throw new InvalidManifests(problems);
    }
    return manifests;
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void readFile(Path file, List<Path> siblings) {
    YamlFile.each(
        file,
        problems,
        document -> {
          if (file.endsWith(KUSTOMIZATION)) {
            kustomization(document, siblings);
          } else {
            object(document);
          }
        });
  }

  private void object(Section document) {
    switch (document.text("kind")) {
      case "ConfigMap" -> configMap(document);
      case "Broker" -> add(document, Broker.API_VERSION, Broker::read, manifests.brokers());
      case "Trigger" -> add(document, Trigger.API_VERSION, Trigger::read, manifests.triggers());
      case "KafkaSource" ->
          add(document, KafkaSource.API_VERSION, KafkaSource::read, manifests.kafkaSources());
      case "KafkaSink" ->
          add(document, KafkaSink.API_VERSION, KafkaSink::read, manifests.kafkaSinks());
      case "PingSource" ->
          add(document, PingSource.API_VERSION, PingSource::read, manifests.pingSources());
      case "SinkBinding" ->
          add(document, SinkBinding.API_VERSION, SinkBinding::read, manifests.sinkBindings());
      case "HTTPRoute" -> {
        document.fixed("apiVersion", HttpRoute.API_VERSION);
        manifests.httpRoutes().addAll(HttpRoute.read(document, references));
      }
      case String kind -> {
        if (!kind.isEmpty()) {
          document.problem("kind", "\"" + kind + "\" is not a kind the local stack knows");
        }
        document.ignoreRest();
      }
    }
  }

  private void configMap(Section document) {
    String name = document.section("metadata").optionalText("name").orElse("");
    DataPlaneConfig.part(name)
        .ifPresentOrElse(
            part ->
                add(
                    document,
                    "v1",
                    (section, refs) -> DataPlaneConfig.read(part, section, refs),
                    manifests.dataPlaneConfigs()),
            () -> add(document, "v1", BrokerConfig::read, manifests.brokerConfigs()));
  }

  private <T> void add(
      Section document, String apiVersion, BiFunction<Section, References, T> read, List<T> to) {
    document.fixed("apiVersion", apiVersion);
    to.add(read.apply(document, references));
  }

  /** What {@code kubectl apply -k} would take must be what is played here. */
  private static void kustomization(Section document, List<Path> siblings) {
    document.fixed("apiVersion", "kustomize.config.k8s.io/v1beta1");
    document.fixed("kind", "Kustomization");
    document.optionalFixed("namespace", Manifests.NAMESPACE);
    List<String> resources = document.texts("resources");
    List<String> files =
        siblings.stream()
            .map(file -> String.valueOf(file.getFileName()))
            .filter(name -> !name.equals(KUSTOMIZATION))
            .toList();
    resources.stream()
        .filter(resource -> !files.contains(resource))
        .forEach(
            resource ->
                document.problem(
                    "resources", "names " + resource + ", which is not in this folder"));
    files.stream()
        .filter(file -> !resources.contains(file))
        .forEach(file -> document.problem("resources", "lacks " + file));
  }
}
