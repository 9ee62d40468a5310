package dev.stayflow.notifyguest;

import dev.stayflow.runtime.Response;
import io.cloudevents.CloudEvent;
import java.util.function.Function;

/** Tells guests what became of their orders. */
public final class NotifyGuest implements Function<CloudEvent, Response> {

  @Override
  public Response apply(CloudEvent event) {
    return Response.retryLater("not there yet");
  }
}
