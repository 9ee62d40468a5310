package dev.stayflow.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every host that brings requests must do; one class a host. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RequestContract {
  private final World world = new World();
  private final Functions functions;

  RequestContract(Host host) {
    this.functions = new Functions(host, world.settings());
  }

  static List<RequestCase> cases() {
    return RequestCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aClientGetsTheSameEverywhere(RequestCase one) {
    world.reset();
    Host.Running function = functions.get(one.function());

    Reply reply = function.request(one.given().apply(world));

    assertThat(reply.status()).as(reply.body()).isEqualTo(one.status());
    assertThat(reply.problem()).as(reply.body()).isEqualTo(one.problem());
    assertThat(reply.headers().keySet()).noneMatch(name -> name.startsWith("ce-"));
    one.effect().hold(world, reply);
  }

  @AfterAll
  void stop() {
    functions.close();
    world.close();
  }
}
