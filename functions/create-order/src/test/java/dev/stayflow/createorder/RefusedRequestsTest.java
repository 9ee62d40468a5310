package dev.stayflow.createorder;

import static dev.stayflow.createorder.Stays.stay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.runtime.TestTokens;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.TestDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is wrong with a request: the right problem, and nothing happened. */
class RefusedRequestsTest {
  private static RunningFunction function;

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

  @AfterEach
  void nothingHappened() {
    assertThat(TestDatabase.started().orderCount()).isZero();
    assertThat(function.sink().deliveries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "not JSON",
        "{",
        "[]",
        "\"text\"",
        "42",
        "{}{}",
        "{\"homestayId\":}",
        "{\"homestayId\":1,\"homestayId\":2}",
        "<order/>",
        "homestayId=1"
      })
  void a_body_that_is_no_json_object_is_a_bad_request(String body) {
    function.client().postAs(42, body).assertProblem(400, "bad-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"homestayId", "isFood", "liveStartTime", "liveEndTime", "livePeopleNum"})
  void a_missing_field_is_named(String field) {
    var without = stay(1, 30, 2);
    without.remove(field);
    Answer answer = function.client().postAs(42, without.toString());

    answer.assertProblem(400, "bad-request");
    assertThat(answer.json().path("field").asString()).isEqualTo(field);
    assertThat(answer.json().path("detail").asString()).startsWith(field + " must be ");
    function
        .client()
        .postAs(42, stay(1, 30, 2).putNull(field).toString())
        .assertProblem(400, "bad-request");
  }

  static Stream<String[]> wrongValues() {
    return Stream.of(
            Stream.of("homestayId", "liveStartTime", "liveEndTime", "livePeopleNum")
                .flatMap(
                    field ->
                        Stream.of("1.5", "1.0", "\"1\"", "true", "[1]", "{}", "1e30", "\"\"")
                            .map(value -> new String[] {field, value})),
            Stream.of("1", "0", "\"true\"", "\"\"", "[]", "{}", "1.5")
                .map(value -> new String[] {"isFood", value}),
            Stream.of("1", "true", "1.5", "[]", "{}", "[\"x\"]")
                .map(value -> new String[] {"remark", value}),
            Stream.of("2147483648", "-2147483649", "9223372036854775808")
                .map(value -> new String[] {"livePeopleNum", value}),
            Stream.of("9223372036854775808", "-9223372036854775809")
                .map(value -> new String[] {"liveEndTime", value}))
        .flatMap(it -> it);
  }

  @ParameterizedTest
  @MethodSource("wrongValues")
  void a_field_of_the_wrong_kind_is_named(String field, String value) {
    var request = stay(1, 30, 2);
    request.set(field, JsonMapper.shared().readTree(value));
    Answer answer = function.client().postAs(42, request.toString());

    answer.assertProblem(400, "bad-request");
    assertThat(answer.json().path("field").asString()).isEqualTo(field);
  }

  @Test
  void a_body_of_a_megabyte_is_too_large() {
    String huge = stay(1, 30, 2).put("remark", "x".repeat(1024 * 1024)).toString();
    function.client().postAs(42, huge).assertProblem(413, "too-large");
  }

  @Test
  void json_nested_a_thousand_deep_is_a_bad_request() {
    String deep = "{\"remark\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
    function.client().postAs(42, deep).assertProblem(400, "bad-request");
  }

  @Test
  void another_content_type_is_not_understood() {
    send(request(TestTokens.guest(42)).setHeader("Content-Type", "text/plain"))
        .assertProblem(415, "unsupported-media-type");
  }

  @Test
  void no_token_is_unauthorized_whatever_the_body() {
    Answer answer = function.client().post(stay(1, 30, 2).toString());
    answer.assertProblem(401, "unauthorized");
    assertThat(answer.headers().firstValue("www-authenticate")).isPresent();

    function.client().post("not JSON").assertProblem(401, "unauthorized");
  }

  static Stream<String> wrongTokens() {
    String good = TestTokens.guest(42);
    return Stream.of(
        TestTokens.guest(42, Instant.now().minusSeconds(60)),
        TestTokens.signed(TestTokens.SECRET, claims -> claims.audience("somebody else")),
        TestTokens.signed(TestTokens.SECRET, claims -> claims.issuer("somebody else")),
        TestTokens.signed(TestTokens.SECRET, claims -> claims.subject("not a number")),
        TestTokens.signed(TestTokens.SECRET, claims -> claims.subject("-1")),
        TestTokens.signed(TestTokens.SECRET, claims -> claims.expirationTime(null)),
        TestTokens.signed("another secret that is also long enough", claims -> claims),
        good.substring(0, good.lastIndexOf('.') + 1),
        "nonsense");
  }

  @ParameterizedTest
  @MethodSource("wrongTokens")
  void a_token_that_is_not_valid_is_unauthorized(String token) {
    send(request(token)).assertProblem(401, "unauthorized");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 21, 999_999, Long.MAX_VALUE, Long.MIN_VALUE})
  void a_homestay_that_is_not_on_offer_is_not_found(long homestay) {
    place(homestay, 30, 2, 2).assertProblem(404, "no-such-homestay");
  }

  @ParameterizedTest
  @CsvSource({
    "30, -2", // reversed
    "30, 0", // the same day
    "-1, 2", // arrival past
    "-400, 2",
    "800, 2", // too far ahead
    "30, 366" // too long
  })
  void dates_that_make_no_stay_are_not_possible(int inDays, int nights) {
    place(1, inDays, nights, 2).assertProblem(422, "dates-not-possible");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, -1, 0, 253_402_300_800L})
  void seconds_that_are_no_day_to_come_are_not_possible(long second) {
    function
        .client()
        .postAs(42, stay(1, 30, 2).put("liveStartTime", second).toString())
        .assertProblem(422, "dates-not-possible");
    function
        .client()
        .postAs(42, stay(1, 30, 2).put("liveEndTime", second).toString())
        .assertProblem(422, "dates-not-possible");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 7, 1_000_000, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void nobody_and_too_many_people_are_not_possible(int people) {
    place(1, 30, 2, people).assertProblem(422, "people-not-possible");
  }

  static Stream<String> impossibleRemarks() {
    return Stream.of("a\0b", "\0", "x".repeat(501));
  }

  @ParameterizedTest
  @MethodSource("impossibleRemarks")
  void a_remark_with_nul_or_too_long_is_not_possible(String remark) {
    function
        .client()
        .postAs(42, stay(1, 30, 2).put("remark", remark).toString())
        .assertProblem(422, "remark-not-possible");
  }

  @Test
  void half_a_character_in_a_remark_is_not_possible() {
    String half = stay(1, 30, 2).toString().replace("late arrival", "half \\ud83d");
    function.client().postAs(42, half).assertProblem(422, "remark-not-possible");
  }

  private static Answer place(long homestay, int inDays, int nights, int people) {
    return function
        .client()
        .postAs(42, stay(homestay, inDays, nights).put("livePeopleNum", people).toString());
  }

  private static HttpRequest.Builder request(String token) {
    return function
        .client()
        .request()
        .header("Authorization", "Bearer " + token)
        .POST(BodyPublishers.ofString(stay(1, 30, 2).toString()));
  }

  private static Answer send(HttpRequest.Builder request) {
    return function.client().send(request);
  }
}
