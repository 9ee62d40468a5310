package dev.stayflow.local.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerTest {
  @Test
  void dataSurvivesKillAndRestartOnTheSameDirectory(@TempDir Path directory) throws IOException {
    // every write synchronised, so that the kill may come at once
    var first = RedisServer.start(directory, 0, "--appendfsync", "always");
    assertThat(ask(first, "SET kept yes", 3)).isEqualTo("+OK");
    first.kill();

    try (var second = RedisServer.start(directory, first.port())) {
      assertThat(ask(second, "GET kept", 7)).isEqualTo("$3\r\nyes");
    }
  }

  @Test
  void nothingIsEvicted() throws IOException {
    try (var server = RedisServer.startTemporary()) {
      assertThat(ask(server, "CONFIG GET maxmemory-policy", 42)).contains("noeviction");
    }
  }

  @Test
  void takenPortIsNamed(@TempDir Path directory) throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> RedisServer.start(directory, taken.getLocalPort()))
          .isInstanceOf(PortTaken.class)
          .hasMessageContaining("Port " + taken.getLocalPort());
    }
  }

  @Test
  void wrongOptionFailsWithTheEndOfTheLog(@TempDir Path directory) {
    assertThatThrownBy(() -> RedisServer.start(directory, 0, "--appendfsyn", "always"))
        .isInstanceOf(ServerFailure.class)
        .hasMessageContaining("appendfsyn");
  }

  private static String ask(RedisServer server, String command, int length) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }
  }
}
