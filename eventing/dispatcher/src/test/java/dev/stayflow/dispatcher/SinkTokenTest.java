package dev.stayflow.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink that wants to know who sends. */
class SinkTokenTest {
  private static final CloudEvent EVENT =
      CloudEventBuilder.v1()
          .withId("1")
          .withSource(URI.create("/test"))
          .withType("happened")
          .build();

  @Test
  void theTokenThatASinkBindingMountsGoesToItsSinkAloneAndAsItIsThen(@TempDir Path mount)
      throws IOException {
    var file = mount.resolve("token");
    try (var broker = RecordingSink.start();
        var other = RecordingSink.start();
        var sink =
            new Sink(
                Optional.empty(),
                new Signatures(Map.of()),
                new SinkToken(Optional.of(broker.uri()), file),
                2,
                InstantSource.system())) {
      deliver(sink, broker);
      Files.writeString(file, "first\n");
      deliver(sink, broker);
      deliver(sink, other);
      Files.writeString(file, "renewed");
      deliver(sink, broker);

      assertThat(broker.came())
          .extracting(came -> came.headers().get("authorization"))
          .containsExactly(null, "Bearer first", "Bearer renewed");
      assertThat(other.came())
          .singleElement()
          .satisfies(came -> assertThat(came.headers()).doesNotContainKey("authorization"));
    }
  }

  private static void deliver(Sink sink, RecordingSink to) {
    sink.deliver(EVENT, to.uri(), Duration.ofSeconds(5), Span.getInvalid());
  }
}
