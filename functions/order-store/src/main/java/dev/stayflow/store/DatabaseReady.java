package dev.stayflow.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.stayflow.runtime.ReadyCheck;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Ready while a connection answers, or all of them work. */
final class DatabaseReady implements ReadyCheck {

  private static final int ANSWER_SECONDS = 1;

  private final HikariDataSource pool;

  DatabaseReady(HikariDataSource pool) {
    this.pool = pool;
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public boolean ready() {
    // There is none before the pool has begun to start.
    @Nullable HikariPoolMXBean connections = pool.getHikariPoolMXBean();
    if (connections == null) {
      return false;
    }
    if (connections.getIdleConnections() == 0) {
      // To ask for one would wait instead of answering. A crowd that has them all is no outage.
      return connections.getActiveConnections() > 0;
    }
    try (Connection connection = pool.getConnection()) {
      return connection.isValid(ANSWER_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }
}
