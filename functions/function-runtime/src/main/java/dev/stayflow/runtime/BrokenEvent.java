package dev.stayflow.runtime;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** What arrived is not a CloudEvent. The annotation lets it be a 400 under stock Spring as well. */
@ResponseStatus(HttpStatus.BAD_REQUEST)
final class BrokenEvent extends RuntimeException {
  /**
   * @param why for the sender
   */
  BrokenEvent(String why) {
    super(why);
  }
}
