package dev.stayflow.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a database to the newest schema; running it again changes nothing. */
public final class Migrate {

  private static final int CONNECT_RETRIES = 30;
  private static final int CONNECT_RETRY_SECONDS = 2;

  private Migrate() {}

  /**
   * Migrates what {@code DATABASE_URL} (jdbc), {@code DATABASE_USER} and {@code DATABASE_PASSWORD}
   * name, with the demo homestays if {@code DEMO_DATA} is {@code true}. Exit code 1 and one line if
   * it cannot.
   */
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    List<String> missing = new ArrayList<>();
    for (String name : List.of("DATABASE_URL", "DATABASE_USER", "DATABASE_PASSWORD")) {
      if (environment.getOrDefault(name, "").isBlank()) {
        missing.add(name);
      }
    }
    String demo = environment.getOrDefault("DEMO_DATA", "false");
    if (!demo.equals("true") && !demo.equals("false")) {
      missing.add("DEMO_DATA as true or false");
    }
    if (!missing.isEmpty()) {
      fail("set " + String.join(", ", missing));
    }
    try {
      int applied =
          run(
              environment.getOrDefault("DATABASE_URL", ""),
              environment.getOrDefault("DATABASE_USER", ""),
              environment.getOrDefault("DATABASE_PASSWORD", ""),
              demo.equals("true"));
      System.out.println("The schema is up to date; migrations applied: " + applied);
    } catch (FlywayException e) {
      fail(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  /**
   * Migrates a database; waits up to a minute for one that is still starting. A schema newer than
   * the migrations known here is left alone.
   *
   * @param url jdbc URL
   * @param demo whether the demo homestays 1..20 are put in, or brought back to how they were
   * @return how many migrations were applied
   * @throws FlywayException if the database cannot be reached or a migration fails
   */
  public static int run(String url, String user, String password, boolean demo) {
    return Flyway.configure()
        .dataSource(url, user, password)
        .locations(
            demo
                ? new String[] {"classpath:db/migration", "classpath:db/demo"}
                : new String[] {"classpath:db/migration"})
        // A database that once got the demo data may be migrated without it, and one that a newer
        // version has migrated may be met by an older one, after a roll-back.
        .ignoreMigrationPatterns("repeatable:missing", "*:future")
        .connectRetries(CONNECT_RETRIES)
        .connectRetriesInterval(CONNECT_RETRY_SECONDS)
        .load()
        .migrate()
        .migrationsExecuted;
  }

  private static void fail(String problem) {
    System.err.println("Cannot migrate the database: " + problem);
    System.exit(1);
  }
}
