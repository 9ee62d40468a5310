package dev.stayflow.checkin;

import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import java.util.function.Function;

/** Lets a host check a guest in. */
public final class CheckIn implements Function<Request, Response> {

  @Override
  public Response apply(Request request) {
    return Response.retryLater("not there yet");
  }
}
