package dev.stayflow.listhomestays;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The twenty demo homestays, seen by somebody who is not signed in. */
class ListHomestaysTest {
  private static RunningFunction function;

  @BeforeAll
  static void start() {
    function = RunningFunction.start("list-homestays", new ListHomestaysApplication());
  }

  @AfterAll
  static void stop() {
    function.close();
  }

  @Test
  void a_homestay_in_the_list_says_what_it_is() {
    JsonNode page = list("{\"pageSize\":1}");

    assertThat(page.propertyNames()).isEqualTo(Set.of("list", "lastId", "hasMore"));
    JsonNode homestay = page.path("list").get(0);
    assertThat(homestay.propertyNames())
        .isEqualTo(
            Set.of(
                "id",
                "title",
                "subTitle",
                "cover",
                "homestayPrice",
                "foodPrice",
                "currency",
                "peopleNum"));
    assertThat(homestay.path("id").asLong()).isEqualTo(1);
    assertThat(homestay.path("title").asString()).isEqualTo("西湖边的白墙小院");
    assertThat(homestay.path("subTitle").asString()).isEqualTo("杭州·西湖区 步行8分钟到断桥");
    assertThat(homestay.path("cover").asString())
        .isEqualTo("https://img.stayflow.dev/homestay/1/cover.jpg");
    assertThat(homestay.path("homestayPrice").asLong()).isEqualTo(68_800);
    assertThat(homestay.path("foodPrice").asLong()).isEqualTo(3_800);
    assertThat(homestay.path("currency").asString()).isEqualTo("CNY");
    assertThat(homestay.path("peopleNum").asInt()).isEqualTo(6);
  }

  @Test
  void the_first_ten_come_unless_told_otherwise() {
    JsonNode page = list("{}");

    assertThat(ids(page)).isEqualTo(fromTo(1, 10));
    assertThat(page.path("hasMore").asBoolean()).isTrue();
    assertThat(list("{\"lastId\":0}")).isEqualTo(page);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8, 1, 8, true",
    "8, 8, 9, 16, true",
    "16, 8, 17, 20, false",
    "10, 10, 11, 20, false"
  })
  void page_by_page_every_homestay_comes_once(
      long after, int size, long first, long last, boolean more) {
    JsonNode page = list("{\"lastId\":%d,\"pageSize\":%d}".formatted(after, size));

    assertThat(ids(page)).isEqualTo(fromTo(first, last));
    assertThat(page.path("lastId").asLong()).isEqualTo(last);
    assertThat(page.path("hasMore").asBoolean()).isEqualTo(more);
  }

  @Test
  void after_the_last_there_is_nothing() {
    JsonNode page = list("{\"lastId\":9223372036854775807}");

    assertThat(page.path("list")).isEmpty();
    assertThat(page.path("lastId").asLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(page.path("hasMore").asBoolean()).isFalse();
  }

  @Test
  void the_largest_page_has_them_all() {
    assertThat(ids(list("{\"pageSize\":100}"))).isEqualTo(fromTo(1, 20));
  }

  @ParameterizedTest
  @CsvSource({
    "pageSize, 0",
    "pageSize, -1",
    "pageSize, 101",
    "pageSize, 1000000000",
    "pageSize, '\"10\"'",
    "lastId, -1",
    "lastId, 1.5",
    "lastId, '\"1\"'"
  })
  void a_value_out_of_range_is_refused_by_its_name(String field, String value) {
    Answer answer = function.client().post("{\"%s\":%s}".formatted(field, value));

    answer.assertProblem(400, "bad-request");
    assertThat(answer.json().path("field").asString()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "no JSON"})
  void a_body_that_is_no_json_object_is_a_bad_request(String body) {
    function.client().post(body).assertProblem(400, "bad-request");
  }

  private static JsonNode list(String request) {
    Answer answer = function.client().post(request);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static List<Long> ids(JsonNode page) {
    return page.path("list").valueStream().map(item -> item.path("id").asLong()).toList();
  }

  private static List<Long> fromTo(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
