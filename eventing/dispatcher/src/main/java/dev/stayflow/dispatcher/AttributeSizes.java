package dev.stayflow.dispatcher;

import dev.stayflow.dispatcher.event.Attribute;
import io.cloudevents.CloudEvent;
import java.util.Comparator;
import java.util.stream.Stream;

/** Whether the attributes of an event fit into a task, which keeps them as its headers. */
final class AttributeSizes {
  /** Of the 32 KiB of a task's headers some stay free for what the dispatcher adds. */
  static final int MOST = 32_000;

  private static final int LONGEST_TYPE = 512;
  private static final int LONGEST_NAME = 500;
  private static final int PREFIX = "ce-".length();

  private AttributeSizes() {}

  /** Attributes are ASCII: a character is a byte. */
  static void check(CloudEvent event) throws Wrong {
    checkType("type", event.getType());
    checkType(Attribute.DELIVER_TYPE, Attribute.of(event, Attribute.DELIVER_TYPE).orElse(""));
    var sum = 0;
    for (var name : event.getAttributeNames()) {
      sum += size(event, name);
    }
    for (var name : event.getExtensionNames()) {
      if (name.length() > LONGEST_NAME) {
        throw new Wrong(name, "a name has at most %d characters".formatted(LONGEST_NAME));
      }
      sum += size(event, name);
    }
    if (sum > MOST) {
      throw new Wrong(
          largest(event),
          "is the largest; all attributes together have at most %d bytes, these %d"
              .formatted(MOST, sum));
    }
  }

  private static void checkType(String name, String type) throws Wrong {
    if (type.length() > LONGEST_TYPE) {
      throw new Wrong(name, "has at most %d characters".formatted(LONGEST_TYPE));
    }
  }

  private static int size(CloudEvent event, String name) {
    var value =
        event.getAttributeNames().contains(name)
            ? event.getAttribute(name)
            : event.getExtension(name);
    return PREFIX + name.length() + (value == null ? 0 : value.toString().length());
  }

  private static String largest(CloudEvent event) {
    return Stream.concat(event.getAttributeNames().stream(), event.getExtensionNames().stream())
        .max(Comparator.comparingInt(name -> size(event, name)))
        .orElseThrow();
  }
}
