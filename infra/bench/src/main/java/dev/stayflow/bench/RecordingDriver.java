package dev.stayflow.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a function and the driver of its database, and writes down what is asked. Nothing
 * of it stays: where the function commits, the database is told to roll back, and then to make
 * something else durable, which takes as long. So the same can be asked again, see {@link SqlUnit}.
 *
 * <p>A function's process finds it as a service, when the benchmark is on its class path and its
 * database's URL begins with {@code jdbc:recorded:}.
 */
public final class RecordingDriver implements Driver {
  private static final String PREFIX = "jdbc:recorded:";
  private static final String REAL = "jdbc:";
  private static final String FILE = "bench.recording";

  static {
    try {
      DriverManager.registerDriver(new RecordingDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private @Nullable Consumer<SqlUnit> units;

  /** For {@link java.util.ServiceLoader}. */
  public RecordingDriver() {}

  /** Where a function is told that its database is. */
  static String url(String real) {
    return PREFIX + real.substring(REAL.length());
  }

  /** The flag that names the file for {@link Recording}. */
  static String flag(Path file) {
    return "-D%s=%s".formatted(FILE, file.toAbsolutePath());
  }

  @Override
  public @Nullable Connection connect(String url, Properties settings) throws SQLException {
    return acceptsURL(url)
        ? RecordedConnection.of(
            DriverManager.getConnection(REAL + url.substring(PREFIX.length()), settings), units())
        : null;
  }

  private synchronized Consumer<SqlUnit> units() {
    if (units == null) {
      units = new Recording.Writer(Path.of(System.getProperty(FILE)))::write;
    }
    return units;
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties settings) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(Logger.GLOBAL_LOGGER_NAME);
  }
}
