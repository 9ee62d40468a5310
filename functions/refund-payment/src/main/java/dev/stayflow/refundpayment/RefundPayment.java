package dev.stayflow.refundpayment;

import dev.stayflow.runtime.Response;
import io.cloudevents.CloudEvent;
import java.util.function.Function;

/** Gives a payment back. */
public final class RefundPayment implements Function<CloudEvent, Response> {

  @Override
  public Response apply(CloudEvent event) {
    return Response.retryLater("not there yet");
  }
}
