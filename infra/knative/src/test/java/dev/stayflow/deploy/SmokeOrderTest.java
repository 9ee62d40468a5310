package dev.stayflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmokeOrderTest {
  private static final String SMOKE = "--smoke=true";

  @TempDir private Path directory;
  private final FakeGuestApi api = new FakeGuestApi();
  private Situation situation;

  @BeforeEach
  void begin() {
    situation = new Situation(directory);
    situation.cluster.guestPort = api.port();
  }

  @AfterEach
  void end() {
    situation.close();
    api.close();
    assertThat(ProcessHandle.current().descendants().filter(SmokeOrderTest::isOurs)).isEmpty();
  }

  private static boolean isOurs(ProcessHandle process) {
    return process.isAlive() && process.info().commandLine().orElse("").contains("sleep 3600");
  }

  @Test
  void withoutAnAddressOfTheGatewayItGoesThroughKnativesIngress() throws Exception {
    assertThat(situation.run("apply", SMOKE)).as(situation.said()).isZero();
    assertThat(situation.out())
        .contains(
            "through a port-forward to kourier-internal in kourier-system, past the gateway",
            "guest lists homestays: 1",
            "guest orders: HSO2026112212000012345678",
            "guest pays",
            "guest cancels");
    assertThat(api.requests)
        .containsSubsequence(
            "list-homestays.stayflow.svc.cluster.local/",
            "create-order.stayflow.svc.cluster.local/",
            "order-detail.stayflow.svc.cluster.local/",
            "pay-order.stayflow.svc.cluster.local/",
            "127.0.0.1:" + api.port() + "/v1/payments/PMT1/complete",
            "cancel-order.stayflow.svc.cluster.local/");
    assertThat(api.tokens).isNotEmpty().allMatch(this::isSignedByTheSecret);
    assertThat(situation.out())
        .contains(
            "console    http://localhost:8980 by: kubectl --context kind-test -n stayflow"
                + " port-forward service/dispatcher-console 8980:8980",
            "http://localhost:8980/sign-in?link=");
  }

  private boolean isSignedByTheSecret(String authorization) {
    var data = situation.cluster.find("Secret", "tokens").path("data").path("jwt-secret");
    var secret = new String(Base64.getDecoder().decode(data.asString("")), StandardCharsets.UTF_8);
    try {
      var token = SignedJWT.parse(authorization.replace("Bearer ", ""));
      assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo(SmokeToken.GUEST);
      assertThat(token.getJWTClaimsSet().getClaim("email")).isNull();
      return token.verify(new MACVerifier(secret));
    } catch (ParseException | JOSEException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theGatewaysAddressIsTheWayInWhereItHasOne() {
    situation.overlay(
        "dev",
        Situation.objects()
            .replace(
                "protocol: HTTP, port: 80",
                "protocol: HTTP, hostname: stays.test, port: " + api.port()));
    address("127.0.0.1");
    assertThat(situation.run("apply", SMOKE)).as(situation.said()).isZero();
    assertThat(situation.out())
        .contains("through http://127.0.0.1:" + api.port() + "/ (Host: stays.test)")
        .contains("gateway    http://stays.test:" + api.port() + ", at 127.0.0.1");
    assertThat(api.requests).contains("stays.test/order/v1/homestayOrder/createHomestayOrder");
  }

  @Test
  void aGatewayThatNeverGetsAnAddressIsGoneAroundAfterAMinute() {
    var status = FakeCluster.json.createObjectNode();
    var conditions = status.putArray("conditions");
    conditions.addObject().put("type", "Accepted").put("status", "True");
    conditions
        .addObject()
        .put("type", "Programmed")
        .put("status", "False")
        .put("reason", "AddressNotAssigned")
        .put("message", "No addresses have been assigned to the Gateway");
    situation.cluster.statuses.put("Gateway stayflow", status);
    assertThat(situation.run("apply", SMOKE)).as(situation.said()).isZero();
    assertThat(situation.out())
        .containsSubsequence(
            "note: Gateway stayflow has no address after 6",
            "AddressNotAssigned: No addresses have been assigned to the Gateway",
            "through a port-forward to kourier-internal",
            "guest cancels");
  }

  @Test
  void anAddressThatCannotBeReachedFromHereIsGoneAround() {
    situation.overlay(
        "dev", Situation.objects().replace("protocol: HTTP, port: 80", "protocol: HTTP, port: 1"));
    address("127.0.0.1");
    assertThat(situation.run("apply", SMOKE)).as(situation.said()).isZero();
    assertThat(situation.out())
        .contains("note: the Gateway's address, 127.0.0.1 port 1, cannot be reached from here.")
        .contains("past the gateway");
  }

  private void address(String address) {
    var status = FakeCluster.json.createObjectNode();
    status.putArray("addresses").addObject().put("value", address);
    status.putArray("conditions").addObject().put("type", "Programmed").put("status", "True");
    situation.cluster.statuses.put("Gateway stayflow", status);
  }

  @Test
  void aRouteThatIsNotKnownYetIsTriedAgainAndTakenNightsAreExchanged() {
    api.notKnownYet.set(5);
    api.taken.set(3);
    assertThat(situation.run("apply", SMOKE)).as(situation.said()).isZero();
    assertThat(situation.out()).contains("guest orders");
  }

  @Test
  void whatAnswersWronglyFailsTheDeploymentAndIsNamed() {
    api.createStatus = 500;
    assertThat(situation.run("apply", SMOKE)).isEqualTo(1);
    assertThat(situation.err())
        .contains("The smoke order failed. Placing an order: 500 Broken on purpose")
        .contains("kubectl logs -n stayflow -l serving.knative.dev/service=create-order");
    assertThat(situation.out()).doesNotContain("Deployed");
  }

  @Test
  void aPaymentThatNeverReachesTheOrderFailsTheDeployment() {
    api.callbackLost = true;
    assertThat(situation.run("apply", SMOKE)).isEqualTo(1);
    assertThat(situation.err())
        .contains("was paid at the sandbox, and not seen as paid within 120 s");
  }

  @Test
  void withoutTheSandboxTheOrderIsCancelledUnpaid() {
    situation.overlay("dev", Situation.objects().replace("name: sandbox", "name: other"));
    assertThat(situation.run("apply", SMOKE)).as(situation.said()).isZero();
    assertThat(api.requests).noneMatch(request -> request.contains("pay-order"));
    assertThat(situation.out()).contains("guest cancels").doesNotContain("guest pays");
  }

  @Test
  void tokensOfAnIdentityProviderAreNotMadeUp() {
    situation.overlay(
        "dev",
        Situation.objects()
            .replace("PAY_WITHIN: PT20M", "JWT_JWKS_URL: https://sign-in.test/keys"));
    assertThat(situation.run("apply", SMOKE)).as(situation.said()).isZero();
    assertThat(situation.out()).contains("tokens are signed elsewhere", "SMOKE_TOKEN=...");
    assertThat(api.tokens).isEmpty();

    situation.environment.put("SMOKE_TOKEN", "of-a-guest");
    assertThat(situation.run("apply", SMOKE)).as(situation.said()).isZero();
    assertThat(api.tokens).contains("Bearer of-a-guest");
  }

  @Test
  void withoutHomestaysNothingIsOrdered() {
    api.homestays = 0;
    assertThat(situation.run("apply", SMOKE)).as(situation.said()).isZero();
    assertThat(situation.out()).contains("there is no homestay yet");
  }
}
