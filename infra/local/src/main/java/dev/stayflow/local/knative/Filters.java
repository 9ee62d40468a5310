package dev.stayflow.local.knative;

import dev.stayflow.local.manifests.Filter;
import io.cloudevents.CloudEvent;
import io.cloudevents.types.Time;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a Trigger takes an event. An attribute that the event lacks matches nothing,
 * hence it matches {@code not}.
 */
final class Filters {
  private Filters() {}

  static boolean matches(Filter filter, CloudEvent event) {
    return switch (filter) {
      case Filter.Exact(var attributes) -> every(attributes, event, String::equals);
      case Filter.Prefix(var attributes) -> every(attributes, event, String::startsWith);
      case Filter.Suffix(var attributes) -> every(attributes, event, String::endsWith);
      case Filter.Attributes(var attributes) -> legacy(attributes, event);
      case Filter.All(var filters) -> filters.stream().allMatch(f -> matches(f, event));
      case Filter.Any(var filters) -> filters.stream().anyMatch(f -> matches(f, event));
      case Filter.Not(var negated) -> !matches(negated, event);
    };
  }

  private static boolean every(
      Map<String, String> attributes, CloudEvent event, BiPredicate<String, String> comparison) {
    return attributes.entrySet().stream()
        .allMatch(
            wanted -> {
              String value = attribute(event, wanted.getKey());
              return value != null && comparison.test(value, wanted.getValue());
            });
  }

  private static boolean legacy(Map<String, String> attributes, CloudEvent event) {
    return attributes.entrySet().stream()
        .allMatch(
            wanted ->
                wanted.getValue().isEmpty()
                    || wanted.getValue().equals(attribute(event, wanted.getKey())));
  }

  private static @Nullable String attribute(CloudEvent event, String name) {
    Object value =
        event.getAttributeNames().contains(name)
            ? event.getAttribute(name)
            : event.getExtension(name);
    return switch (value) {
      case null -> null;
      case OffsetDateTime time -> Time.writeTime(time);
      default -> value.toString();
    };
  }
}
