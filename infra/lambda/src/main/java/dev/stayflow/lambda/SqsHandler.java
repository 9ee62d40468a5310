package dev.stayflow.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.stayflow.runtime.HostedFunction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches of messages from a queue; those that failed stay in it. Of a FIFO queue's group nothing
 * is delivered after a message that failed, since it would overtake.
 */
public final class SqsHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private static final Logger LOG = LoggerFactory.getLogger(SqsHandler.class);
  private static final String GROUP = "MessageGroupId";

  private final LambdaFunction function = LambdaFunction.fromEnvironment();
  private final FailureReport report = FailureReport.fromEnvironment();

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    @Nullable List<SQSMessage> messages = event.getRecords();
    if (messages == null) {
      throw new IllegalArgumentException("this is no event of SQS: it has no records");
    }
    var failed = new ArrayList<BatchItemFailure>();
    var stopped = new HashSet<String>();
    for (SQSMessage message : messages) {
      if (isBehind(message, stopped) || !deliver(message)) {
        failed.add(new BatchItemFailure(message.getMessageId()));
        group(message, stopped);
      }
    }
    report.check(failed.stream().map(BatchItemFailure::getItemIdentifier).toList());
    return new SQSBatchResponse(failed);
  }

  private boolean deliver(SQSMessage message) {
    HostedFunction.Reply reply = SqsMessages.call(message).to(function.running());
    if (!reply.isDone()) {
      LOG.atWarn()
          .addKeyValue("message", message.getMessageId())
          .addKeyValue("status", reply.status())
          .addKeyValue("answer", reply.text())
          .log("a message was not taken");
    }
    return reply.isDone();
  }

  private static boolean isBehind(SQSMessage message, Set<String> stopped) {
    return message.getAttributes() != null
        && stopped.contains(message.getAttributes().getOrDefault(GROUP, ""));
  }

  private static void group(SQSMessage message, Set<String> stopped) {
    if (message.getAttributes() != null && message.getAttributes().containsKey(GROUP)) {
      stopped.add(message.getAttributes().get(GROUP));
    }
  }
}
