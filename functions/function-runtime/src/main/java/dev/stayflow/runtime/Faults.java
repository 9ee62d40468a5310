package dev.stayflow.runtime;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells faults that pass by themselves from those that do not. */
final class Faults {
  /**
   * SQLSTATE classes: connection, insufficient resources, operator intervention (shutting down),
   * transaction rolled back (deadlock, serialization).
   */
  private static final Set<String> PASSING = Set.of("08", "53", "57", "40");

  private Faults() {}

  /** Whether something that the function needs is away, anywhere in the chain of causes. */
  static boolean isUnavailability(@Nullable Throwable fault) {
    return switch (fault) {
      case null -> false;
      case Unavailable away -> true;
      case SQLTransientException away -> true;
      case SQLNonTransientConnectionException away -> true;
      case SQLException sql when isPassing(sql.getSQLState()) -> true;
      default -> isUnavailability(fault.getCause());
    };
  }

  /** The fault and what caused it, in one line. */
  static String reason(Throwable fault) {
    return fault.getCause() == null ? fault.toString() : fault + " <- " + reason(fault.getCause());
  }

  private static boolean isPassing(@Nullable String sqlState) {
    return sqlState != null && sqlState.length() == 5 && PASSING.contains(sqlState.substring(0, 2));
  }
}
