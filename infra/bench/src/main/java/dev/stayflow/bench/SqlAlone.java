package dev.stayflow.bench;

import dev.stayflow.local.servers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The driver by itself, on as many connections as a function has, doing what functions asked. */
final class SqlAlone implements AutoCloseable {
  private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();
  private final int size;

  SqlAlone(PostgresServer server, int size) {
    this.size = size;
    try {
      for (var i = 0; i < size; i++) {
        connections.add(
            DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password()));
      }
    } catch (SQLException e) {
      throw new BenchFailure("There is no connection to the database: " + e.getMessage(), e);
    }
  }

  /** Does all of it, each connection the next when it is through with one. */
  void run(List<SqlUnit> units) throws InterruptedException {
    var next = new AtomicInteger();
    Callers.run(
        size,
        () -> {
          var connection = connections.remove();
          try {
            for (var i = next.getAndIncrement(); i < units.size(); i = next.getAndIncrement()) {
              units.get(i).run(connection);
            }
          } catch (SQLException e) {
            throw new BenchFailure("The database refused what it took before: " + e, e);
          } finally {
            connections.add(connection);
          }
        });
  }

  @Override
  public void close() {
    var open = new ArrayList<Connection>();
    connections.drainTo(open);
    for (var connection : open) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new BenchFailure("A connection cannot be closed: " + e.getMessage(), e);
      }
    }
  }
}
