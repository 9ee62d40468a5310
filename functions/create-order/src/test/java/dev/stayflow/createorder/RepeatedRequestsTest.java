package dev.stayflow.createorder;

import static dev.stayflow.createorder.Stays.stay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.runtime.AtOnce;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests under an Idempotency-Key, and requests that all want the same. */
class RepeatedRequestsTest {
  private static RunningFunction function;
  private final TestDatabase database = TestDatabase.started();

  @BeforeAll
  static void start() {
    function = RunningFunction.start("create-order", new CreateOrderApplication());
  }

  @AfterAll
  static void stop() {
    function.close();
  }

  @BeforeEach
  void reset() {
    function.reset();
  }

  @Test
  void the_same_key_and_request_answer_the_same_order() {
    String request = stay(1, 30, 2).toString();
    Answer first = place(42, request, "k-1");
    Answer second = place(42, request, "k-1");

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(database.orderCount()).isEqualTo(1);
    assertThat(function.sink().events()).hasSize(2);
  }

  @Test
  void fields_in_another_order_are_the_same_request() {
    var request = stay(1, 30, 2);
    Answer first = place(42, request.toString(), "k-1");
    var reordered = request.deepCopy();
    reordered.set("homestayId", reordered.remove("homestayId"));

    assertThat(reordered.toString()).isNotEqualTo(request.toString());
    assertThat(place(42, reordered.toString(), "k-1").json()).isEqualTo(first.json());
  }

  @Test
  void without_a_key_the_same_request_wants_taken_nights() {
    String request = stay(1, 30, 2).toString();
    function.client().postAs(42, request);
    function.client().postAs(42, request).assertProblem(409, "nights-taken");
  }

  @Test
  void the_same_key_twenty_times_at_once_is_one_order() {
    String request = stay(1, 30, 2).toString();

    List<Answer> answers = AtOnce.call(20, _ -> () -> place(42, request, "k-1"));

    assertThat(answers).allMatch(answer -> answer.status() == 201);
    assertThat(answers).extracting(Answer::json).containsOnly(answers.getFirst().json());
    assertThat(database.orderCount()).isEqualTo(1);
    assertThat(function.sink().events()).hasSize(2);
  }

  @Test
  void the_same_key_for_another_request_is_refused() {
    place(42, stay(1, 30, 2).toString(), "k-1");

    place(42, stay(1, 30, 3).toString(), "k-1").assertProblem(422, "idempotency-key-reused");
    place(42, stay(1, 30, 2).put("remark", "other").toString(), "k-1")
        .assertProblem(422, "idempotency-key-reused");
    assertThat(database.orderCount()).isEqualTo(1);
  }

  @Test
  void a_refused_request_leaves_its_key_free() {
    place(42, stay(1, 30, 0).toString(), "k-1").assertProblem(422, "dates-not-possible");

    assertThat(place(42, stay(1, 30, 2).toString(), "k-1").status()).isEqualTo(201);
  }

  @Test
  void another_guests_same_key_is_another_key() {
    Answer mine = place(42, stay(1, 30, 2).toString(), "k-1");
    Answer theirs = place(43, stay(2, 30, 2).toString(), "k-1");

    assertThat(theirs.status()).isEqualTo(201);
    assertThat(theirs.json().path("orderSn")).isNotEqualTo(mine.json().path("orderSn"));
    // And it does not show them this guest's order.
    place(44, stay(1, 30, 2).toString(), "k-1").assertProblem(409, "nights-taken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "tab\tbed", LONG})
  void a_key_that_is_none_is_a_bad_request(String key) {
    Answer answer = place(42, stay(1, 30, 2).toString(), key);

    answer.assertProblem(400, "bad-request");
    assertThat(answer.json().path("field").asString()).isEqualTo("Idempotency-Key");
    assertThat(database.orderCount()).isZero();
  }

  @Test
  void two_hundred_guests_want_the_same_nights_and_one_gets_them() {
    List<Answer> answers =
        AtOnce.call(
            200,
            guest -> {
              String request = stay(5, 30 + guest % 3, 3).toString();
              return () -> function.client().postAs(1000 + guest, request);
            });

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201)
        .hasSize(199)
        .allSatisfy(answer -> answer.assertProblem(409, "nights-taken"));
    assertThat(database.orderCount()).isEqualTo(1);
    assertThat(function.sink().events()).hasSize(2);
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  private static final String LONG =
      "a123456789a123456789a123456789a123456789a123456789a123456789a123456789"
          + "a123456789a123456789a123456789a123456789a123456789a12345678";

  private static Answer place(long guest, String request, String key) {
    return function.client().postAs(guest, request, "Idempotency-Key", key);
  }
}
