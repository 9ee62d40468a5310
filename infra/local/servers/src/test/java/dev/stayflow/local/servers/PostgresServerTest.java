package dev.stayflow.local.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  @Test
  void dataSurvivesKillAndRestartOnTheSameDirectory(@TempDir Path directory) throws SQLException {
    var first = PostgresServer.start(directory, 0);
    try (var connection = connect(first);
        var statement = connection.createStatement()) {
      statement.execute("CREATE EXTENSION btree_gist");
      statement.execute("CREATE TABLE kept AS SELECT 'yes' AS answer");
    }
    first.kill();
    assertThat(first.isAlive()).isFalse();

    try (var second = PostgresServer.start(directory, first.port());
        var connection = connect(second);
        var statement = connection.createStatement();
        var answer = statement.executeQuery("SELECT answer FROM kept")) {
      assertThat(answer.next()).isTrue();
      assertThat(answer.getString(1)).isEqualTo("yes");
    }
  }

  @Test
  void serverLeftBehindByAKilledOwnerIsReplaced(@TempDir Path directory) throws Exception {
    var owner =
        OtherJava.run("dev.stayflow.local.servers.OtherJava$PostgresOwner", directory.toString());
    var orphan = OtherJava.pidPrintedBy(owner);
    owner.destroyForcibly().waitFor();
    assertThat(orphan.isAlive()).isTrue();

    try (var server = PostgresServer.start(directory, 0)) {
      assertThat(orphan.isAlive()).isFalse();
      assertThat(connect(server).isValid(1)).isTrue();
    }
  }

  @Test
  void directoryInUseIsRefused(@TempDir Path directory) {
    try (var server = PostgresServer.start(directory, 0)) {
      assertThat(server.isAlive()).isTrue();
      assertThatThrownBy(() -> PostgresServer.start(directory, 0))
          .isInstanceOf(ServerFailure.class)
          .hasMessageContaining("already running on " + directory);
    }
  }

  @Test
  void takenPortIsNamed(@TempDir Path directory) throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> PostgresServer.start(directory, taken.getLocalPort()))
          .isInstanceOf(PortTaken.class)
          .hasMessageContaining("Port " + taken.getLocalPort());
    }
  }

  @Test
  void wrongSettingFailsWithTheEndOfTheLog(@TempDir Path directory) {
    assertThatThrownBy(() -> PostgresServer.start(directory, 0, "shared_bufers=1"))
        .isInstanceOf(ServerFailure.class)
        .hasMessageContaining("ended while starting")
        .hasMessageContaining("shared_bufers");
  }

  private static Connection connect(PostgresServer server) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
  }
}
