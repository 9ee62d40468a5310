package dev.stayflow.hosts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.Order;
import dev.stayflow.order.TradeState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What a gateway or load balancer may write differently, and what neither ever writes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LambdaHttpFormsTest {
  private final World world = new World();
  private LambdaProcess createOrder;
  private LambdaProcess closeOrder;

  @BeforeAll
  void start() {
    createOrder =
        LambdaProcess.start("create-order", "dev.stayflow.lambda.HttpHandler", world.settings());
    closeOrder =
        LambdaProcess.start("close-order", "dev.stayflow.lambda.AlbHandler", world.settings());
    createOrder.awaitIdle();
    closeOrder.awaitIdle();
  }

  @BeforeEach
  void reset() {
    world.reset();
  }

  @AfterAll
  void stop() {
    createOrder.close();
    closeOrder.close();
    world.close();
  }

  private static ObjectNode booking() {
    return Samples.apiGateway(Ask.json(World.stay(World.HOMESTAY, 30, 2, "late")).as(World.GUEST));
  }

  private Reply book(ObjectNode event) {
    return LambdaHost.reply(createOrder.api().invoke(event.toString()));
  }

  @Test
  void aBodyInBase64IsTheSameBody() {
    ObjectNode event = booking();
    event.put("body", Samples.base64(event.path("body").asString().getBytes(UTF_8)));
    event.put("isBase64Encoded", true);

    assertThat(book(event).status()).isEqualTo(201);
  }

  @Test
  void aBodyThatIsNotBase64ThoughItSaysSoIsRefused() {
    Reply reply = book(booking().put("isBase64Encoded", true));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.problem()).isEqualTo("bad-request");
    assertThat(reply.json().path("detail").asString()).contains("base64");
    assertThat(world.database.orderCount()).isZero();
  }

  @Test
  void aFunctionUrlHasNoRouteAndThePathIsItsOwn() {
    assertThat(book(booking().put("routeKey", "$default").put("rawPath", "/")).status())
        .isEqualTo(201);
    assertThat(book(booking().put("routeKey", "$default").put("rawPath", "/more")).status())
        .isEqualTo(404);
    ObjectNode without = booking().put("routeKey", "$default");
    without.remove("rawPath");
    assertThat(book(without).status()).isEqualTo(404);
  }

  @Test
  void whatIsBelowARouteIsNotThereForAFunctionWithoutSubPaths() {
    ObjectNode event = booking();
    event.withObject("pathParameters").put("proxy", "more");

    assertThat(book(event).status()).isEqualTo(404);
  }

  @Test
  void aRequestWithoutHeadersOrBodyIsARequest() {
    ObjectNode event = booking().putNull("headers").putNull("body");

    assertThat(book(event).status()).isEqualTo(401);
  }

  @Test
  void cookiesAreNoReasonToFail() {
    ObjectNode event = booking();
    event.withArray("cookies").add("a=1").add("b=2");

    assertThat(book(event).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"requestContext\":{}}", "{\"requestContext\":{\"http\":{}}}"})
  void whatIsNoRequestIsAnsweredAsABadOne(String event) {
    Reply reply = LambdaHost.reply(createOrder.api().invoke(event));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.problem()).isEqualTo("bad-request");
  }

  @Test
  void aFunctionSurvivesWhatIsNoJsonAtAll() {
    assertThat(createOrder.api().invoke("no JSON").failed()).isTrue();
    assertThat(book(booking()).status()).isEqualTo(201);
  }

  @Test
  void aLoadBalancerMayWriteHeadersWithSeveralValues() {
    Order order = world.overdue();
    ObjectNode event = Samples.loadBalancer("close-order", World.deadline(order));
    var several = event.withObject("multiValueHeaders");
    event
        .withObject("headers")
        .properties()
        .forEach(header -> several.withArray(header.getKey()).add(header.getValue()));
    event.remove("headers");

    Reply reply = LambdaHost.reply(closeOrder.api().invoke(event.toString()));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.body()).isEmpty();
    assertThat(world.state(order)).isEqualTo(TradeState.CANCELLED);
  }

  @Test
  void whatIsWrongWithALoadBalancersRequestIsToldToIt() {
    ObjectNode event = Samples.loadBalancer("close-order", World.deadline(world.overdue()));

    assertThat(close("{}").status()).isEqualTo(400);
    assertThat(close(event.put("isBase64Encoded", true).toString()).status()).isEqualTo(400);
    event.put("isBase64Encoded", false);
    assertThat(close(event.put("path", "/close-order/more").toString()).status()).isEqualTo(404);
    event.put("path", "/close-order/");
    event.putNull("headers");
    assertThat(close(event.toString()).problem()).isEqualTo("bad-event");
    assertThat(world.told()).isEmpty();
  }

  private Reply close(String event) {
    return LambdaHost.reply(closeOrder.api().invoke(event));
  }
}
