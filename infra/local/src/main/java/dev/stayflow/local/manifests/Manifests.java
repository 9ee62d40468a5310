package dev.stayflow.local.manifests;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything that a set of manifests declares, checked: each reference leads to something. */
public record Manifests(
    List<Broker> brokers,
    List<BrokerConfig> brokerConfigs,
    List<DataPlaneConfig> dataPlaneConfigs,
    List<Trigger> triggers,
    List<KafkaSource> kafkaSources,
    List<KafkaSink> kafkaSinks,
    List<PingSource> pingSources,
    List<SinkBinding> sinkBindings,
    List<HttpRoute> httpRoutes) {

  /** The Kubernetes namespace of everything of ours. */
  public static final String NAMESPACE = "stayflow";

  /**
   * Reads every {@code *.yaml} of the folders (not of folders in them).
   *
   * @param services the names in {@code local-stack.yml}, which subscribers, sinks and routes refer
   *     to
   * @throws InvalidManifests with everything that is wrong
   */
  public static Manifests read(Collection<Path> folders, Set<String> services) {
    return new ManifestReader(services).read(folders);
  }

  /** How many partitions the topic of {@code broker} has. */
  public int partitions(Broker broker) {
    return brokerConfigs.stream()
        .filter(config -> config.name().equals(broker.config()))
        .findFirst()
        .map(BrokerConfig::partitions)
        .orElseThrow();
  }

  /** The topic of the KafkaSink called {@code name}. */
  public String kafkaSinkTopic(String name) {
    return kafkaSinks.stream()
        .filter(sink -> sink.name().equals(name))
        .findFirst()
        .map(KafkaSink::topic)
        .orElseThrow();
  }

  /**
   * The consumer settings that all Brokers ({@code broker}) or all KafkaSources ({@code source})
   * have.
   */
  public Map<String, String> consumerSettings(String part) {
    return dataPlane(part).map(DataPlaneConfig::consumer).orElse(Map.of());
  }

  /** The producer settings of {@code broker}, {@code source} or {@code sink}. */
  public Map<String, String> producerSettings(String part) {
    return dataPlane(part).map(DataPlaneConfig::producer).orElse(Map.of());
  }

  private Optional<DataPlaneConfig> dataPlane(String part) {
    return dataPlaneConfigs.stream().filter(config -> config.part().equals(part)).findFirst();
  }
}
