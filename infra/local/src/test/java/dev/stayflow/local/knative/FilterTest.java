package dev.stayflow.local.knative;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.core.builder.CloudEventBuilder;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each filter is a Trigger of its own on one Broker; three events tell what it takes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilterTest {
  private static final String RED = "red";
  private static final String BLUE = "blue";
  private static final String PLAIN = "plain";

  /**
   * The filter, and which of red f.created, blue f.deleted and plain g.created (without colour) it
   * takes.
   */
  static List<Arguments> filters() {
    return List.of(
        Arguments.of("filters: []", List.of(RED, BLUE, PLAIN)),
        Arguments.of("filters: [{exact: {type: f.created}}]", List.of(RED)),
        Arguments.of("filters: [{exact: {type: f.created, color: red}}]", List.of(RED)),
        Arguments.of("filters: [{exact: {type: f.created, color: blue}}]", List.of()),
        Arguments.of("filters: [{exact: {color: red}}]", List.of(RED)),
        Arguments.of("filters: [{prefix: {type: f.}}]", List.of(RED, BLUE)),
        Arguments.of("filters: [{suffix: {type: .created}}]", List.of(RED, PLAIN)),
        Arguments.of("filters: [{prefix: {color: r}}]", List.of(RED)),
        Arguments.of(
            "filters: [{any: [{exact: {color: red}}, {exact: {color: blue}}]}]",
            List.of(RED, BLUE)),
        Arguments.of(
            "filters: [{all: [{prefix: {type: f.}}, {exact: {color: blue}}]}]", List.of(BLUE)),
        Arguments.of("filters: [{not: {exact: {color: red}}}]", List.of(BLUE, PLAIN)),
        Arguments.of(
            "filters: [{not: {any: [{exact: {color: red}}, {exact: {type: g.created}}]}}]",
            List.of(BLUE)),
        Arguments.of(
            "filters: [{suffix: {type: .created}}, {not: {exact: {color: red}}}]", List.of(PLAIN)),
        Arguments.of(
            "filters: [{exact: {subject: s, source: /test, specversion: '1.0'}}]",
            List.of(RED, BLUE, PLAIN)),
        Arguments.of("filters: [{suffix: {source: est}}]", List.of(RED, BLUE, PLAIN)),
        Arguments.of("filter: {attributes: {type: f.created}}", List.of(RED)),
        Arguments.of("filter: {attributes: {color: ''}}", List.of(RED, BLUE, PLAIN)),
        Arguments.of("filter: {attributes: {color: '', type: g.created}}", List.of(PLAIN)),
        Arguments.of(
            "filter: {attributes: {type: g.created}}\n  filters: [{exact: {color: red}}]",
            List.of(RED)),
        Arguments.of("filter: {attributes: {type: g.created}}\n  filters: []", List.of(PLAIN)));
  }

  private Cluster cluster;

  @BeforeAll
  void publishOnce() {
    List<Arguments> filters = filters();
    cluster =
        Cluster.of(
            Stream.iterate(0, i -> i + 1)
                .limit(filters.size())
                .map(i -> trigger(i, String.valueOf(filters.get(i).get()[0])))
                .toArray(String[]::new));
    publish(RED, "f.created");
    publish(BLUE, "f.deleted");
    publish(PLAIN, "g.created");
    int expected = filters.stream().mapToInt(f -> ((List<?>) f.get()[1]).size()).sum();
    cluster.awaitReceived(expected);
    cluster.awaitSettled();
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  private void publish(String id, String type) {
    CloudEventBuilder event =
        CloudEventBuilder.from(Cluster.event(id)).withType(type).withSubject("s");
    cluster.publish(id.equals(PLAIN) ? event.build() : event.withExtension("color", id).build());
  }

  private static String trigger(int number, String filter) {
    return """
        apiVersion: eventing.knative.dev/v1
        kind: Trigger
        metadata: {name: filter$n-%d}
        spec:
          broker: broker$n
          %s
          subscriber: {ref: {apiVersion: v1, kind: Service, name: fn}, uri: /%d}
          delivery: %s
        """
        .formatted(number, filter, number, Yaml.DELIVERY);
  }

  @ParameterizedTest
  @MethodSource("filters")
  void aTriggerTakesWhatItsFilterSays(String filter, List<String> taken) {
    int number = filters().stream().map(f -> f.get()[0]).toList().indexOf(filter);
    assertThat(
            cluster.subscriber().received().stream()
                .filter(request -> request.path().equals("/" + number))
                .map(Subscriber.Received::id)
                .collect(Collectors.toList()))
        .containsExactlyInAnyOrderElementsOf(taken);
  }
}
