package dev.stayflow.hosts;

import dev.stayflow.hosts.RuntimeApi.Outcome;
import io.cloudevents.CloudEvent;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.Assertions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lambda. Which handler it calls is told by what brings the function's calls.
 *
 * @param source of the calls
 */
record LambdaHost(LambdaHost.Source source) implements Host {
  enum Source {
    API_GATEWAY("HttpHandler"),
    LOAD_BALANCER("AlbHandler"),
    KAFKA("KafkaHandler"),
    SQS("SqsHandler");

    private final String handler;

    Source(String handler) {
      this.handler = "dev.stayflow.lambda." + handler;
    }
  }

  @Override
  public Running start(String function, Map<String, String> settings) {
    var environment = new HashMap<>(settings);
    environment.put("BATCH_FAILURES", "items");
    var process = LambdaProcess.start(function, source.handler, environment);
    process.awaitIdle();
    return new Invoked(function, source, process);
  }

  private record Invoked(String function, Source source, LambdaProcess process) implements Running {
    @Override
    public Reply request(Ask ask) {
      return reply(process.api().invoke(Samples.apiGateway(ask).toString()));
    }

    @Override
    public boolean deliver(CloudEvent event) {
      return switch (source) {
        case API_GATEWAY, LOAD_BALANCER -> {
          Reply reply =
              reply(process.api().invoke(Samples.loadBalancer(function, event).toString()));
          yield reply.status() / 100 == 2;
        }
        case KAFKA -> allTaken(Samples.kafka(Samples.kafkaRecord(event, 15)));
        case SQS -> allTaken(Samples.sqs(Samples.sqsMessage(event, "one")));
      };
    }

    private boolean allTaken(JsonNode batch) {
      return failures(process.api().invoke(batch.toString())).isEmpty();
    }

    @Override
    public void close() {
      process.close();
    }
  }

  /** What a gateway makes of an answer. */
  static Reply reply(Outcome outcome) {
    Assertions.assertThat(outcome.failed()).as(outcome.body()).isFalse();
    JsonNode answer = JsonMapper.shared().readTree(outcome.body());
    var headers = new HashMap<String, String>();
    answer
        .path("headers")
        .properties()
        .forEach(
            header ->
                headers.put(
                    header.getKey().toLowerCase(Locale.ROOT), header.getValue().asString()));
    Assertions.assertThat(answer.path("isBase64Encoded").asBoolean(false)).isFalse();
    return new Reply(answer.path("statusCode").asInt(), headers, answer.path("body").asString(""));
  }

  /** What an event source makes of an answer. */
  static JsonNode failures(Outcome outcome) {
    Assertions.assertThat(outcome.failed()).as(outcome.body()).isFalse();
    JsonNode failures = JsonMapper.shared().readTree(outcome.body()).path("batchItemFailures");
    Assertions.assertThat(failures.isArray()).as(outcome.body()).isTrue();
    return failures;
  }
}
