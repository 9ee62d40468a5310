package dev.stayflow.bench;

import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of JDBC, with the arguments that it was made with.
 *
 * @param on whose method it is
 * @param method its place among that interface's, the same for every process of one JDK
 */
record SqlStep(On on, int method, List<@Nullable Object> arguments) implements Serializable {
  private static final List<Method> OF_CONNECTION = methods(Connection.class);
  private static final List<Method> OF_STATEMENT = methods(PreparedStatement.class);

  enum On {
    CONNECTION,
    STATEMENT
  }

  static SqlStep of(On on, Method method, @Nullable Object @Nullable [] arguments) {
    return new SqlStep(
        on,
        methods(on).indexOf(method),
        arguments == null ? List.of() : new ArrayList<>(Arrays.asList(arguments)));
  }

  /** Does it, on this connection or statement. */
  @Nullable Object run(Object target) throws SQLException {
    return call(methods(on).get(method), target, arguments.toArray());
  }

  static @Nullable Object call(
      Method method, Object target, @Nullable Object @Nullable [] arguments) throws SQLException {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof SQLException refused ? refused : new SQLException(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the driver's interfaces are public", e);
    }
  }

  private static List<Method> methods(On on) {
    return switch (on) {
      case CONNECTION -> OF_CONNECTION;
      case STATEMENT -> OF_STATEMENT;
    };
  }

  private static List<Method> methods(Class<?> type) {
    return Arrays.stream(type.getMethods()).sorted(Comparator.comparing(Method::toString)).toList();
  }
}
