package dev.stayflow.hosts;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every host that brings events must do; one class a host and a way that events come. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EventContract {
  private final World world = new World();
  private final Functions functions;

  EventContract(Host host) {
    this.functions = new Functions(host, world.settings());
  }

  static List<EventCase> cases() {
    return EventCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSameComesOfAnEventEverywhere(EventCase one) {
    world.reset();
    Host.Running function = functions.get(one.function());

    one.scene().play(world, function::deliver);
  }

  @AfterAll
  void stop() {
    functions.close();
    world.close();
  }
}
