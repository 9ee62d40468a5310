package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.endtoend.EventApi.Operation;
import dev.stayflow.local.manifests.Destination;
import dev.stayflow.local.manifests.Filter;
import dev.stayflow.local.manifests.KafkaSource;
import dev.stayflow.local.manifests.Manifests;
import dev.stayflow.local.manifests.SinkBinding;
import dev.stayflow.local.manifests.Trigger;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The document of all events beside the wiring that production applies. */
class EventDocumentTest {
  private static final EventApi API = EventApi.read();
  private static final String BROKER = "broker";

  private final Manifests wiring =
      Manifests.read(List.of(Path.of("../../eventing/wiring")), services());

  private static Set<String> services() {
    Set<String> services = new HashSet<>(ApiDocumentTest.functions());
    services.add("dispatcher");
    return services;
  }

  @Test
  void eachObjectOfTheWiringIsDescribedAndEachDescribedOneIsThere() {
    Set<String> there =
        Stream.of(
                named("Trigger", wiring.triggers().stream().map(Trigger::name)),
                named("KafkaSource", wiring.kafkaSources().stream().map(KafkaSource::name)),
                named("KafkaSink", wiring.kafkaSinks().stream().map(each -> each.name())),
                named("PingSource", wiring.pingSources().stream().map(each -> each.name())),
                named("SinkBinding", wiring.sinkBindings().stream().map(SinkBinding::name)))
            .flatMap(each -> each)
            .collect(Collectors.toSet());
    assertThat(
            API.operations().stream()
                .map(Operation::wiring)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet()))
        .isEqualTo(there);
  }

  private static Stream<String> named(String kind, Stream<String> names) {
    return names.map(name -> kind + "/" + name);
  }

  @Test
  void whoHearsEventsOfTheBrokerHasATriggerForExactlyThese() {
    var hearing = API.wired("receive", "Trigger");
    assertThat(
            API.operations().stream()
                .filter(each -> each.action().equals("receive") && each.channel().equals(BROKER)))
        .containsExactlyInAnyOrderElementsOf(hearing.values());
    for (Trigger trigger : wiring.triggers()) {
      Operation described = described(hearing, trigger.name());
      assertThat(described.messages()).as(trigger.name()).isEqualTo(types(trigger.filter()));
      assertThat(trigger.subscriber())
          .as(trigger.name())
          .isEqualTo(new Destination.Service(described.service(), "/"));
    }
  }

  private static Operation described(Map<String, Operation> operations, String name) {
    return Optional.ofNullable(operations.get(name)).orElseThrow();
  }

  /** The types that a filter lets through. */
  private static Set<String> types(Filter filter) {
    return switch (filter) {
      case Filter.Exact exact -> type(exact.attributes().get("type"));
      case Filter.Attributes exact -> type(exact.attributes().get("type"));
      case Filter.Any any -> all(any.filters());
      case Filter.All all -> all(all.filters());
      case Filter.Prefix _, Filter.Suffix _ -> Set.of();
      case Filter.Not not -> throw new AssertionError("what is not let through: " + not);
    };
  }

  private static Set<String> type(@Nullable String type) {
    return type == null ? Set.of() : Set.of(type);
  }

  private static Set<String> all(Collection<Filter> filters) {
    return filters.stream().flatMap(filter -> types(filter).stream()).collect(Collectors.toSet());
  }

  @Test
  void whoTellsEventsIsBoundToTheBroker() {
    Set<String> told =
        API.operations().stream()
            .filter(each -> each.action().equals("send") && each.channel().equals(BROKER))
            .map(Operation::service)
            .filter(service -> !service.equals("Knative"))
            .collect(Collectors.toSet());
    assertThat(wiring.sinkBindings().stream().map(SinkBinding::service).collect(Collectors.toSet()))
        .isEqualTo(told);
    API.wired("send", "SinkBinding")
        .forEach((name, described) -> assertThat(described.service()).isEqualTo(name));
  }

  @Test
  void aSourceReadsTheTopicOfItsChannelAndASinkWritesIt() {
    var reading = API.wired("receive", "KafkaSource");
    for (KafkaSource source : wiring.kafkaSources()) {
      assertThat(source.topics())
          .containsExactly(API.address(described(reading, source.name()).channel()));
    }
    var writing = API.wired("send", "KafkaSink");
    wiring
        .kafkaSinks()
        .forEach(
            sink ->
                assertThat(sink.topic())
                    .isEqualTo(API.address(described(writing, sink.name()).channel())));
  }
}
