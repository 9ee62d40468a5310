package dev.stayflow.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.stayflow.runtime.ReadyCheck;
import java.sql.Connection;
import java.sql.SQLException;

/** Ready while a connection answers. */
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
    // Without any connection, asking for one would wait instead of answering.
    if (pool.getHikariPoolMXBean().getTotalConnections() == 0) {
      return false;
    }
    try (Connection connection = pool.getConnection()) {
      return connection.isValid(ANSWER_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }
}
