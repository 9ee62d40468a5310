package dev.stayflow.runtime;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.GenericApplicationContext;

/** A function for the tests: it reads a stay and says it back. */
final class BookStay implements Function<Request, Response> {
  enum Meal {
    NONE,
    BREAKFAST
  }

  record Person(String name, int age) {
    Person {
      if (age < 0) {
        throw new IllegalArgumentException("an exception's words, which no client may see");
      }
    }
  }

  record Stay(
      long homestayId,
      boolean isFood,
      int people,
      @Nullable String remark,
      Optional<Meal> meal,
      @Nullable List<Person> guests,
      @Nullable Double rating) {}

  static final FunctionWiring WIRING = BookStay::register;

  private final InstantSource clock;

  BookStay(InstantSource clock) {
    this.clock = clock;
  }

  static void register(GenericApplicationContext context, Settings settings) {
    GuestTokens.register(context, settings);
    context.registerBean(
        "bookStay", BookStay.class, () -> new BookStay(context.getBean(InstantSource.class)));
  }

  @Override
  public Response apply(Request request) {
    return request.asGuest(guest -> request.read(Stay.class, stay -> book(guest, stay)));
  }

  private Response book(Guest guest, Stay stay) {
    return switch (stay.people()) {
      case 0 ->
          Response.problem(
              Problem.of(422, "people-not-possible", "Nobody would come").with("people", 0));
      case 99 -> throw new IllegalStateException("a secret detail that no client may see");
      default ->
          Response.created(
              Map.of(
                  "guest", guest.id(),
                  "homestayId", stay.homestayId(),
                  "remark", String.valueOf(stay.remark()),
                  "time", clock.instant().getEpochSecond(),
                  "traceparent", TraceContext.traceparent().orElse("none")));
    };
  }
}
