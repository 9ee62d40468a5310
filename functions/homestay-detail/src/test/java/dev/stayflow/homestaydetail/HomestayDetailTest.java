package dev.stayflow.homestaydetail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The demo homestays, seen by somebody who is not signed in. */
class HomestayDetailTest {
  private static RunningFunction function;

  @BeforeAll
  static void start() {
    function = RunningFunction.start("homestay-detail", new HomestayDetailApplication());
  }

  @AfterAll
  static void stop() {
    function.close();
  }

  @Test
  void a_homestay_is_shown_with_all_there_is_to_know() {
    Answer answer = function.client().post("{\"id\":1}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    JsonNode homestay = answer.json();
    assertThat(homestay.propertyNames())
        .isEqualTo(
            Set.of(
                "id",
                "title",
                "subTitle",
                "cover",
                "info",
                "foodInfo",
                "homestayPrice",
                "foodPrice",
                "currency",
                "peopleNum"));
    assertThat(homestay.path("id").asLong()).isEqualTo(1);
    assertThat(homestay.path("title").asString()).isEqualTo("西湖边的白墙小院");
    assertThat(homestay.path("subTitle").asString()).isEqualTo("杭州·西湖区 步行8分钟到断桥");
    assertThat(homestay.path("cover").asString())
        .isEqualTo("https://img.stayflow.dev/homestay/1/cover.jpg");
    assertThat(homestay.path("info").asString()).startsWith("三室一院");
    assertThat(homestay.path("foodInfo").asString()).startsWith("杭帮早餐");
    assertThat(homestay.path("homestayPrice").asLong()).isEqualTo(68_800);
    assertThat(homestay.path("foodPrice").asLong()).isEqualTo(3_800);
    assertThat(homestay.path("currency").asString()).isEqualTo("CNY");
    assertThat(homestay.path("peopleNum").asInt()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 21, Long.MAX_VALUE, Long.MIN_VALUE})
  void a_homestay_that_is_not_on_offer_is_not_found(long id) {
    function.client().post("{\"id\":%d}".formatted(id)).assertProblem(404, "no-such-homestay");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"id\":null}",
        "{\"id\":\"1\"}",
        "{\"id\":1.5}",
        "{\"id\":true}",
        "{\"id\":9223372036854775808}",
        "{\"id\":[1]}"
      })
  void an_id_that_is_none_is_refused_by_its_name(String body) {
    Answer answer = function.client().post(body);

    answer.assertProblem(400, "bad-request");
    assertThat(answer.json().path("field").asString()).isEqualTo("id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "no JSON", "1"})
  void a_body_that_is_no_json_object_is_a_bad_request(String body) {
    function.client().post(body).assertProblem(400, "bad-request");
  }
}
