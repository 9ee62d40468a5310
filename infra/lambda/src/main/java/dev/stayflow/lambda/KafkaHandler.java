package dev.stayflow.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import com.amazonaws.services.lambda.runtime.events.KafkaEvent.KafkaEventRecord;
import dev.stayflow.runtime.HostedFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches of records from Kafka, MSK or one's own. Each record is delivered, also after one that
 * failed: Lambda goes on from the first that failed in a partition, and gives up all of them
 * together.
 */
public final class KafkaHandler implements RequestHandler<KafkaEvent, KafkaFailures> {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaHandler.class);

  private final LambdaFunction function = LambdaFunction.fromEnvironment();
  private final FailureReport report = FailureReport.fromEnvironment();

  @Override
  public KafkaFailures handleRequest(KafkaEvent event, Context context) {
    var first = new ArrayList<KafkaFailures.Failure>();
    Map<String, List<KafkaEventRecord>> partitions = event.getRecords();
    if (partitions == null) {
      throw new IllegalArgumentException("this is no event of Kafka: it has no records");
    }
    partitions.forEach(
        (partition, records) ->
            firstThatFailed(records, event.getEventSourceArn())
                .ifPresent(record -> first.add(failure(partition, record))));
    report.check(first.stream().map(failed -> failed.itemIdentifier().toString()).toList());
    return new KafkaFailures(first);
  }

  /** Delivers all of them. */
  private Optional<KafkaEventRecord> firstThatFailed(
      List<KafkaEventRecord> records, @Nullable String source) {
    var failed = new ArrayList<KafkaEventRecord>();
    for (KafkaEventRecord record : records) {
      if (!deliver(record, source)) {
        failed.add(record);
      }
    }
    return failed.stream().findFirst();
  }

  private boolean deliver(KafkaEventRecord record, @Nullable String source) {
    HostedFunction.Reply reply =
        KafkaRecords.call(record, source)
            .map(call -> call.to(function.running()))
            .orElseGet(() -> function.running().unreadable("The record's value is not base64"));
    if (!reply.isDone()) {
      LOG.atWarn()
          .addKeyValue("topic", record.getTopic())
          .addKeyValue("partition", record.getPartition())
          .addKeyValue("offset", record.getOffset())
          .addKeyValue("status", reply.status())
          .addKeyValue("answer", reply.text())
          .log("a record was not taken");
    }
    return reply.isDone();
  }

  private static KafkaFailures.Failure failure(String partition, KafkaEventRecord record) {
    return new KafkaFailures.Failure(new KafkaFailures.Position(partition, record.getOffset()));
  }
}
