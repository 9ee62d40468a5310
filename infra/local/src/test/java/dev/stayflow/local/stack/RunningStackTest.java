package dev.stayflow.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stayflow.local.servers.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small stack of its own: Redis and the sandbox provider. */
class RunningStackTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String STACK =
      """
      services:
        redis:
          image: redis:8
          ports: ["127.0.0.1:16379:6379"]
          healthcheck:
            test: ["CMD", "redis-cli", "ping"]
          restart: unless-stopped
          x-local:
            server: redis
        sandbox:
          image: stayflow/local-stack:dev
          ports: ["127.0.0.1:8090:8090"]
          environment:
            WEBHOOK_URL: http://sandbox:8090/nowhere
            SANDBOX_WEBHOOK_SECRET: whsec_c3RheWZsb3c=
          depends_on:
            redis:
              condition: service_healthy
          restart: unless-stopped
          x-local:
            module: infra/local
            main: dev.stayflow.local.provider.SandboxProvider
            state: STATE_DIRECTORY
      """;

  @TempDir Path root;

  @BeforeEach
  void writeStack() throws IOException {
    write(STACK);
  }

  @Test
  void killedPartsComeBackAndCloseEndsAll() {
    var stack = RunningStack.start(root, root.resolve("logs"), Map.of());
    assertThat(stack.parts()).allMatch(part -> part.state() == PartState.READY);

    for (var name : List.of("redis", "sandbox")) {
      kill(process(stack, name));
      stack.awaitReady(name, LIMIT);
      assertThat(Ports.isTaken(stack.port(name))).isTrue();
    }
    assertThat(stack.parts()).allMatch(part -> part.restarts() == 1);

    stack.close();
    assertThat(Ports.isTaken(stack.port("redis"))).isFalse();
    assertThat(Ports.isTaken(stack.port("sandbox"))).isFalse();
    assertThat(stack.stateDirectory("redis")).doesNotExist();
  }

  @Test
  void heldPartStaysDownUntilReleased() {
    try (var stack = RunningStack.start(root, root.resolve("logs"), Map.of())) {
      stack.hold("sandbox");
      assertThat(Ports.isTaken(stack.port("sandbox"))).isFalse();
      stack.release("sandbox", LIMIT);
      assertThat(Ports.isTaken(stack.port("sandbox"))).isTrue();
    }
  }

  @Test
  void partThatCannotStartIsNamedWithTheEndOfItsLog() throws IOException {
    write(STACK.replaceFirst("SANDBOX_WEBHOOK_SECRET: .*", "OTHER: value"));
    assertThatThrownBy(() -> RunningStack.start(root, root.resolve("logs"), Map.of()))
        .isInstanceOf(StackFailure.class)
        .hasMessageContaining("sandbox")
        .hasMessageContaining("SANDBOX_WEBHOOK_SECRET is missing");
  }

  @Test
  void moduleThatIsNotBuiltIsNamed() throws IOException {
    write(STACK.replace("module: infra/local", "module: functions/create-order"));
    assertThatThrownBy(() -> RunningStack.start(root, root.resolve("logs"), Map.of()))
        .isInstanceOf(StackFailure.class)
        .hasMessageContaining("functions/create-order is not built");
  }

  @Test
  void takenPortIsNamedWithItsOwner() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      write(STACK.replace(":8090:8090", ":%d:8090".formatted(taken.getLocalPort())));
      var options =
          new StackOptions(root, root.resolve("state"), root.resolve("logs"), Map.of(), false);
      var supervisor = new Supervisor(Planner.plan(options), InstantSource.system(), reports -> {});
      assertThatThrownBy(supervisor::start)
          .isInstanceOf(StackFailure.class)
          .hasMessageContaining("Port " + taken.getLocalPort() + ", wanted by sandbox")
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
  }

  private static ProcessHandle process(RunningStack stack, String name) {
    return stack.parts().stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .flatMap(PartReport::process)
        .orElseThrow();
  }

  /** As a user would, not as the stack itself does. */
  private static void kill(ProcessHandle process) {
    assertThat(process.destroyForcibly()).isTrue();
    process.onExit().join();
  }

  private void write(String stack) throws IOException {
    Files.writeString(root.resolve(StackFile.NAME), stack);
  }
}
