package dev.stayflow.settlestays;

import dev.stayflow.runtime.Response;
import io.cloudevents.CloudEvent;
import java.util.function.Function;

/** Settles stays that are over with homestays' owners. */
public final class SettleStays implements Function<CloudEvent, Response> {

  @Override
  public Response apply(CloudEvent event) {
    return Response.retryLater("not there yet");
  }
}
