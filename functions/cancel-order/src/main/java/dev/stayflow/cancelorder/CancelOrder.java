package dev.stayflow.cancelorder;

import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import java.util.function.Function;

/** Cancels a guest's order. */
public final class CancelOrder implements Function<Request, Response> {

  @Override
  public Response apply(Request request) {
    return Response.retryLater("not there yet");
  }
}
