package dev.stayflow.payments;

import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import java.util.function.Function;

/** Reads what one provider tells by calling back. */
interface CallbackReader {

  /**
   * Verifies the request and goes on with what it tells; a signed body that is not as agreed is
   * answered with 400.
   */
  Response read(Request request, Function<CallbackReading, Response> next);
}
