package dev.stayflow.bench;

import dev.stayflow.bench.SqlStep.On;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection that keeps nothing, and tells what was to be kept. */
final class RecordedConnection implements InvocationHandler {
  private static final String WROTE = "SELECT pg_current_xact_id_if_assigned() IS NOT NULL";

  /** Durable when it is committed, as the rows would have been. */
  private static final String COMMIT_SOMETHING = "SELECT pg_logical_emit_message(true, '', '')";

  private final Connection real;
  private final Consumer<SqlUnit> units;
  private final List<SqlUnit.Statement> open = new ArrayList<>();

  /** As the function sees it; the real one never commits by itself. */
  private boolean autoCommit = true;

  private RecordedConnection(Connection real, Consumer<SqlUnit> units) {
    this.real = real;
    this.units = units;
  }

  static Connection of(Connection real, Consumer<SqlUnit> units) throws SQLException {
    real.setAutoCommit(false);
    return (Connection)
        Proxy.newProxyInstance(
            RecordedConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new RecordedConnection(real, units));
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws SQLException {
    switch (method.getName()) {
      case "setAutoCommit" -> {
        autoCommit = Boolean.TRUE.equals(Objects.requireNonNull(arguments)[0]);
        return null;
      }
      case "getAutoCommit" -> {
        return autoCommit;
      }
      case "commit" -> {
        end(true);
        return null;
      }
      case "rollback" -> open.clear();
      case "prepareStatement" -> {
        return statement(SqlStep.of(On.CONNECTION, method, arguments));
      }
      default -> {}
    }
    return SqlStep.call(method, real, arguments);
  }

  private PreparedStatement statement(SqlStep prepare) throws SQLException {
    var statement = (PreparedStatement) Objects.requireNonNull(prepare.run(real));
    var steps = new ArrayList<SqlStep>();
    return (PreparedStatement)
        Proxy.newProxyInstance(
            RecordedConnection.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, arguments) -> {
              var name = method.getName();
              var runs = name.startsWith("execute");
              if (runs || name.startsWith("set") || name.equals("addBatch")) {
                steps.add(SqlStep.of(On.STATEMENT, method, arguments));
              }
              var answer = SqlStep.call(method, statement, arguments);
              if (runs) {
                open.add(new SqlUnit.Statement(prepare, List.copyOf(steps)));
                steps.clear();
                if (autoCommit) {
                  end(false);
                }
              }
              return answer;
            });
  }

  /** Rows that were answered before are here already, since the driver fetches all at once. */
  private void end(boolean transaction) throws SQLException {
    if (open.isEmpty()) {
      return;
    }
    units.accept(new SqlUnit(transaction, List.copyOf(open)));
    open.clear();
    try (var statement = real.createStatement();
        var row = statement.executeQuery(WROTE)) {
      var wrote = row.next() && row.getBoolean(1);
      real.rollback();
      if (wrote) {
        statement.execute(COMMIT_SOMETHING);
        real.commit();
      }
    }
  }
}
