package dev.stayflow.bench;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/**
 * What a function once asked of the database and committed: one statement, or those of a
 * transaction.
 *
 * @param transaction whether the function began and committed it by itself
 */
record SqlUnit(boolean transaction, List<Statement> statements) implements Serializable {

  /**
   * A prepared statement.
   *
   * @param steps parameters, and last how it was run
   */
  record Statement(SqlStep prepare, List<SqlStep> steps) implements Serializable {
    void run(Connection connection) throws SQLException {
      try (var statement = (PreparedStatement) Objects.requireNonNull(prepare.run(connection))) {
        for (var step : steps) {
          if (step.run(statement) instanceof ResultSet rows) {
            while (rows.next()) {
              // who measures SQL alone only wants the rows to come
            }
          }
        }
      }
    }
  }

  /** Asks the same again and commits it; nothing but the driver is between. */
  void run(Connection connection) throws SQLException {
    if (connection.getAutoCommit() == transaction) {
      connection.setAutoCommit(!transaction);
    }
    for (var statement : statements) {
      statement.run(connection);
    }
    if (transaction) {
      connection.commit();
    }
  }
}
