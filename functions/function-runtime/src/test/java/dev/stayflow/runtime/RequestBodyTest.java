package dev.stayflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {
  private static final String STAY = "{\"homestayId\":7,\"isFood\":true,\"people\":2}";
  private static FunctionProcess process;
  private static TestClient client;

  @BeforeAll
  static void start() {
    var environment = new HashMap<>(TestTokens.settings());
    environment.put("PORT", "0");
    process = FunctionProcess.start("book-stay", BookStay.WIRING, environment);
    client = new TestClient(process.uri());
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  static Stream<Arguments> wrongBodies() {
    String deep = "[".repeat(30_000);
    return Stream.of(
        arguments("", ""),
        arguments("   ", ""),
        arguments("null", ""),
        arguments("not json", ""),
        arguments("[]", ""),
        arguments("\"text\"", ""),
        arguments("{", ""),
        arguments("{\"homestayId\":7", ""),
        arguments(STAY + STAY, ""),
        arguments(STAY + "]", ""),
        arguments("\uFEFF" + STAY, ""),
        arguments(deep, ""),
        arguments("{\"other\":" + deep, ""),
        arguments("{}", "homestayId"),
        arguments(stay("\"homestayId\":null"), "homestayId"),
        arguments(stay("\"homestayId\":\"7\""), "homestayId"),
        arguments(stay("\"homestayId\":7.0"), "homestayId"),
        arguments(stay("\"homestayId\":7.5"), "homestayId"),
        arguments(stay("\"homestayId\":1e3"), "homestayId"),
        arguments(stay("\"homestayId\":NaN"), ""),
        arguments(stay("\"homestayId\":99999999999999999999"), "homestayId"),
        arguments(stay("\"homestayId\":{}"), "homestayId"),
        arguments(stay("\"homestayId\":[7]"), "homestayId"),
        arguments(stay("\"homestayId\":true"), "homestayId"),
        arguments(stay("\"people\":2147483648"), "people"),
        arguments(stay("\"people\":\"\""), "people"),
        arguments(stay("\"isFood\":1"), "isFood"),
        arguments(stay("\"isFood\":\"true\""), "isFood"),
        arguments(stay("\"isFood\":null"), "isFood"),
        arguments(stay("\"remark\":5"), "remark"),
        arguments(stay("\"remark\":true"), "remark"),
        arguments(stay("\"remark\":{}"), "remark"),
        arguments(stay("\"remark\":\"a\",\"remark\":\"b\""), ""),
        arguments(stay("\"meal\":\"DINNER\""), "meal"),
        arguments(stay("\"meal\":1"), "meal"),
        arguments(stay("\"meal\":\"\""), "meal"),
        arguments(stay("\"rating\":\"5\""), "rating"),
        arguments(stay("\"rating\":Infinity"), ""),
        arguments(stay("\"guests\":{}"), "guests"),
        arguments(stay("\"guests\":[{\"name\":\"x\",\"age\":-1}]"), "guests[0]"),
        arguments(stay("\"guests\":[null]"), "guests[0]"),
        arguments(stay("\"guests\":[{\"name\":\"x\",\"age\":1},{\"age\":2}]"), "guests[1].name"),
        arguments(stay("\"guests\":[{\"name\":\"x\"}]"), "guests[0].age"),
        arguments(stay("\"guests\":[{\"name\":null,\"age\":1}]"), "guests[0].name"),
        arguments(stay("\"guests\":[{\"name\":\"x\",\"age\":\"y\"}]"), "guests[0].age"));
  }

  /** The stay with other members instead of its own of that name. */
  private static String stay(String members) {
    String name = members.substring(1, members.indexOf('"', 1));
    String rest = STAY.replaceAll("\"" + name + "\":[^,}]+,?", "").replace(",}", "}");
    return rest.replace("}", "," + members + "}");
  }

  @ParameterizedTest
  @MethodSource("wrongBodies")
  void aBodyThatDoesNotFitIsRefusedAndTheMemberNamed(String body, String field) {
    var answer = client.postAs(42, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("bad-request");
    assertThat(answer.json().path("field").asString("")).as(answer.body()).isEqualTo(field);
    assertThat(answer.json().path("detail").asString())
        .contains(field)
        .doesNotContain("Exception", "exception", "dev.stayflow", "tools.jackson", "java.");
    assertThat(answer.json().path("detail").asString().length()).isLessThan(300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "ISO-8859-1"})
  void textThatIsNotUtf8IsRefused(String charset) {
    byte[] body = stay("\"remark\":\"Grüße\"").getBytes(Charset.forName(charset));
    var request = client.request().header("Authorization", "Bearer " + TestTokens.guest(1));

    var answer = client.send(request.POST(BodyPublishers.ofByteArray(body)));

    assertThat(answer.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"remark\":null",
        "\"meal\":null",
        "\"meal\":\"BREAKFAST\"",
        "\"guests\":[]",
        "\"rating\":5",
        "\"unknown\":{\"a\":[1]}",
        "\"remark\":\"'; DROP TABLE x; <script>\""
      })
  void whatIsOptionalOrUnknownDoesNotHurt(String members) {
    assertThat(client.postAs(42, stay(members)).status()).isEqualTo(201);
  }

  @Test
  void textsOfTheWholeOfUnicodeArriveAsTheyWere() {
    String remark = "两位成人 👨‍👩‍👧 Ünïcode";

    assertThat(
            client
                .postAs(42, stay("\"remark\":\"" + remark + "\""))
                .json()
                .path("remark")
                .asString())
        .isEqualTo(remark);
  }
}
