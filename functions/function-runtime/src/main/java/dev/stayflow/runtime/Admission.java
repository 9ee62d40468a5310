package dev.stayflow.runtime;

import java.util.Optional;

/**
 * Lets in what the function can read: its path, its method, its kind of content, no more than 64
 * KiB of it.
 */
final class Admission {
  private final boolean takesSubPaths;
  private final boolean takesEvents;

  Admission(boolean takesSubPaths, boolean takesEvents) {
    this.takesSubPaths = takesSubPaths;
    this.takesEvents = takesEvents;
  }

  /** Why a call does not get in; nothing if it does. */
  Optional<Response> refusal(Call call) {
    String path = call.path();
    if (!path.equals("/") && !(takesSubPaths && path.startsWith("/"))) {
      return Optional.of(Problems.noSuchPath());
    }
    if (!call.method().equals("POST")) {
      return Optional.of(Problems.onlyPost());
    }
    if (call.isTooLarge()) {
      return Optional.of(Problems.tooLarge(Call.LARGEST_BODY));
    }
    var content = ContentType.parse(call.headers().getOrDefault("content-type", ""));
    boolean isOther =
        takesEvents ? content.isOtherEventFormat() : call.body().length > 0 && !content.isJson();
    return isOther ? Optional.of(Problems.unsupported(takesEvents)) : Optional.empty();
  }
}
