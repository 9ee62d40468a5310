package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.stayflow.endtoend.LiveStack.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What each role may see and do at every path that the gateway opens to the world. */
class RolesTest {
  private static final String CREATE = "/order/v1/homestayOrder/createHomestayOrder";
  private static final String LIST = "/order/v1/homestayOrder/userHomestayOrderList";
  private static final String DETAIL = "/order/v1/homestayOrder/userHomestayOrderDetail";
  private static final String CANCEL = "/order/v1/homestayOrder/cancelHomestayOrder";
  private static final String CHECK_IN = "/order/v1/homestayOrder/checkInHomestayOrder";
  private static final String PAY = "/payment/v1/payOrder";
  private static final String CALLBACK = "/payment/v1/callback";
  private static final String HOMESTAYS = "/travel/v1/homestay/homestayList";
  private static final String HOMESTAY = "/travel/v1/homestay/homestayDetail";

  /** Needs somebody who is signed in. */
  private static final Set<String> OF_SOMEBODY =
      Set.of(CREATE, LIST, DETAIL, CANCEL, CHECK_IN, PAY);

  /** Open to everybody. */
  private static final Set<String> OF_EVERYBODY = Set.of(HOMESTAYS, HOMESTAY);

  /** Opened by the provider's signature alone. */
  private static final Set<String> OF_THE_PROVIDER = Set.of(CALLBACK);

  private static final String SECRET = "stayflow-local-stack-secret-never-for-production";
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Of {@link Role#HOST}, and the only one whose nights of today this test takes. */
  private static final int HOMESTAY_OF_HOST = 19;

  private final LiveStack stack = LiveStack.started();

  enum Role {
    GUEST(LiveStack.GUEST),
    OTHER_GUEST(43),
    HOST(112),
    OTHER_HOST(103);

    private final long id;

    Role(long id) {
      this.id = id;
    }
  }

  /** Ways to be nobody. */
  enum Nobody {
    WITHOUT_TOKEN,
    WITH_NONSENSE,
    EXPIRED,
    OF_ANOTHER_AUDIENCE,
    OF_ANOTHER_ISSUER,
    WITHOUT_A_SUBJECT,
    SIGNED_BY_SOMEBODY_ELSE,
    NOT_SIGNED;

    private String[] headers() {
      Instant later = Instant.now().plusSeconds(3600);
      return switch (this) {
        case WITHOUT_TOKEN -> new String[0];
        case WITH_NONSENSE -> bearer("nonsense");
        case EXPIRED -> bearer(signed(SECRET, claims(Instant.now().minusSeconds(3600)).build()));
        case OF_ANOTHER_AUDIENCE ->
            bearer(signed(SECRET, claims(later).audience("console").build()));
        case OF_ANOTHER_ISSUER -> bearer(signed(SECRET, claims(later).issuer("nobody").build()));
        case WITHOUT_A_SUBJECT -> bearer(signed(SECRET, claims(later).subject(null).build()));
        case SIGNED_BY_SOMEBODY_ELSE ->
            bearer(signed("another secret that is long enough too", claims(later).build()));
        case NOT_SIGNED -> bearer(new PlainJWT(claims(later).build()).serialize());
      };
    }
  }

  @Test
  void every_path_that_the_gateway_opens_belongs_to_somebody() throws IOException {
    try (Stream<Path> routes = Files.list(Path.of("../knative/gateway"))) {
      Set<String> open =
          routes
              .filter(file -> file.toString().endsWith(".yaml"))
              .flatMap(RolesTest::lines)
              .map(String::strip)
              .filter(line -> line.startsWith("value: /"))
              .map(line -> line.substring("value: ".length()))
              .collect(Collectors.toSet());

      assertThat(open)
          .isEqualTo(
              Stream.of(OF_SOMEBODY, OF_EVERYBODY, OF_THE_PROVIDER)
                  .flatMap(Set::stream)
                  .collect(Collectors.toSet()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void nobody_sees_and_does_nothing(Nobody nobody) {
    String order = stack.placeOrder();
    Map<String, String> bodies =
        Map.of(
            CREATE, LiveStack.freshStay(),
            LIST, "{}",
            DETAIL, sn(order),
            CANCEL, sn(order),
            CHECK_IN, code("22222222"),
            PAY, orderSn(order));
    assertThat(bodies.keySet()).isEqualTo(OF_SOMEBODY);

    bodies.forEach(
        (path, body) -> {
          Answer answer = stack.post(path, body, nobody.headers());
          refused(answer, 401, "unauthorized");
          assertThat(answer.body()).doesNotContain(order);
        });
    assertNothingHappenedTo(order);
  }

  @ParameterizedTest
  @EnumSource
  void the_homestays_are_everybodys(Nobody nobody) {
    assertThat(stack.post(HOMESTAYS, "{}", nobody.headers()).status()).isEqualTo(200);
    assertThat(stack.post(HOMESTAY, "{\"id\":5}", nobody.headers()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void no_token_tells_the_callback_that_money_came(Role role) {
    String order = stack.placeOrder();
    String payment = stack.openPayment(order);
    String forged =
        """
        {"type":"payment.completed","data":{"paymentSn":"%s","orderSn":"%s","outcome":"SUCCESS"}}\
        """
            .formatted(payment, order);

    refused(as(role, CALLBACK + "/sandbox", forged), 401, "bad-signature");
    assertThat(stack.ask("SELECT pay_status FROM third_payment WHERE sn = ?", payment))
        .isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource
  void whoever_is_signed_in_may_book_and_sees_the_own_orders_alone(Role role) {
    String guests = stack.placeOrder();
    Answer placed = as(role, CREATE, LiveStack.freshStay());
    assertThat(placed.status()).as(placed.body()).isEqualTo(201);
    String own = placed.json().path("orderSn").asString();

    assertThat(as(role, PAY, orderSn(own)).status()).isEqualTo(201);
    List<String> seen =
        as(role, LIST, "{\"pageSize\":100}").json().path("list").findValuesAsString("sn");
    assertThat(seen).contains(own);
    assertThat(seen.contains(guests)).isEqualTo(role == Role.GUEST);
    assertThat(as(role, DETAIL, sn(own)).status()).isEqualTo(200);
    assertThat(as(role, CANCEL, sn(own)).status()).isEqualTo(200);
    assertThat(as(role, DETAIL, sn(own)).json().path("tradeState").asInt()).isEqualTo(-1);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "GUEST")
  void a_guests_order_is_unknown_to_everybody_else(Role role) {
    String order = stack.placeOrder();

    for (String path : List.of(DETAIL, CANCEL)) {
      refused(as(role, path, sn(order)), 404, "no-such-order");
    }
    refused(as(role, PAY, orderSn(order)), 404, "no-such-order");
    assertNothingHappenedTo(order);
  }

  @Test
  void the_code_of_a_paid_stay_is_the_guests_and_opens_for_the_host_alone() {
    LocalDate today = LocalDate.now(ZONE);
    String order =
        stack
            .post(CREATE, LiveStack.stay(HOMESTAY_OF_HOST, today, today.plusDays(1)))
            .json()
            .path("orderSn")
            .asString();
    String payment = stack.openPayment(order);
    String secret = stack.ask("SELECT trade_code FROM homestay_order WHERE sn = ?", order);
    refused(as(Role.HOST, CHECK_IN, code(secret)), 404, "no-such-stay");
    stack.complete(payment, "SUCCESS");
    await().atMost(SOON).until(() -> stack.tradeState(order) == 1);
    assertThat(stack.detail(order).path("tradeCode").asString()).isEqualTo(secret);

    for (Role role : List.of(Role.GUEST, Role.OTHER_GUEST, Role.OTHER_HOST)) {
      refused(as(role, CHECK_IN, code(secret)), 404, "no-such-stay");
    }
    refused(as(Role.HOST, CANCEL, sn(order)), 404, "no-such-order");
    refused(as(Role.GUEST, CANCEL, sn(order)), 409, "too-late-to-cancel");
    assertThat(stack.tradeState(order)).isEqualTo(1);

    Answer arrived = as(Role.HOST, CHECK_IN, code(secret));
    assertThat(arrived.status()).as(arrived.body()).isEqualTo(200);
    assertThat(arrived.json().path("sn").asString()).isEqualTo(order);
    assertThat(arrived.json().propertyNames())
        .as("what the guest paid and where they hear of it is not the host's to read here")
        .doesNotContain("orderTotalPrice", "payType", "email", "guestId");
    assertThat(stack.tradeState(order)).isEqualTo(2);
    refused(as(Role.GUEST, CANCEL, sn(order)), 409, "not-cancellable");
    refused(as(Role.HOST, DETAIL, sn(order)), 404, "no-such-order");
  }

  private Answer as(Role role, String path, String body) {
    return stack.post(path, body, bearer(stack.parts().token(role.id)));
  }

  private static void refused(Answer answer, int status, String problem) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.problem()).isEqualTo(problem);
  }

  /** It waits for its payment, or its deadline has come meanwhile. */
  private void assertNothingHappenedTo(String order) {
    assertThat(
            stack.ask(
                """
                SELECT trade_state = 0 OR (trade_state = -1 AND update_time >= pay_deadline)
                  FROM homestay_order WHERE sn = ?
                """,
                order))
        .isEqualTo("t");
    assertThat(stack.ask("SELECT count(*) FROM third_payment WHERE order_sn = ?", order))
        .isEqualTo("0");
  }

  private static String sn(String order) {
    return "{\"sn\":\"" + order + "\"}";
  }

  private static String orderSn(String order) {
    return "{\"orderSn\":\"" + order + "\"}";
  }

  private static String code(String code) {
    return "{\"tradeCode\":\"" + code + "\"}";
  }

  private static String[] bearer(String token) {
    return new String[] {"Authorization", "Bearer " + token};
  }

  private static JWTClaimsSet.Builder claims(Instant expires) {
    return new JWTClaimsSet.Builder()
        .subject(Long.toString(LiveStack.GUEST))
        .issuer("stayflow")
        .audience("stayflow")
        .expirationTime(Date.from(expires));
  }

  private static String signed(String secret, JWTClaimsSet claims) {
    var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(new MACSigner(secret));
    } catch (JOSEException fault) {
      throw new IllegalStateException(fault);
    }
    return token.serialize();
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException fault) {
      throw new IllegalStateException(file.toString(), fault);
    }
  }
}
