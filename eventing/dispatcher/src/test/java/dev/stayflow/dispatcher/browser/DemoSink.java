package dev.stayflow.dispatcher.browser;

import dev.stayflow.dispatcher.RecordingSink;
import dev.stayflow.dispatcher.RecordingSink.Says;
import java.util.concurrent.CountDownLatch;

/** Takes events; what becomes of one depends on its type, so that a page has something to show. */
final class DemoSink implements AutoCloseable {
  /** Is not answered before the end. */
  static final String SLOW = "report.requested";

  /** Cannot be taken now. */
  static final String BUSY = "invoice.due";

  /** Will never be taken. */
  static final String UNKNOWN = "legacy.webhook";

  private final CountDownLatch end = new CountDownLatch(1);
  private final RecordingSink sink = RecordingSink.start();

  DemoSink() {
    sink.answers(
        came ->
            switch (came.event().getType()) {
              case SLOW -> Says.after(end, 202);
              case BUSY -> Says.status(503);
              case UNKNOWN -> Says.status(410);
              default -> Says.status(202);
            });
  }

  String url() {
    return sink.uri() + "/";
  }

  @Override
  public void close() {
    end.countDown();
    sink.close();
  }
}
