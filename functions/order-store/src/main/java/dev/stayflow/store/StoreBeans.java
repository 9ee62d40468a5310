package dev.stayflow.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.stayflow.runtime.EventSink;
import dev.stayflow.runtime.ReadyCheck;
import dev.stayflow.runtime.Settings;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.support.GenericApplicationContext;

/** Registers the store in a function process. */
public final class StoreBeans {
  private static final Logger LOG = LoggerFactory.getLogger(StoreBeans.class);

  private static final int DEFAULT_POOL = 10;
  private static final int LARGEST_POOL = 100;
  private static final int CONNECTION_LIMIT_MS = 3_000;
  private static final int IDLE_LIMIT_MS = 60_000;
  private static final int KEEP_ALIVE_MS = 30_000;
  private static final Duration PUBLISH_WITHIN = Duration.ofSeconds(1);

  /** A server that stops answering in the middle must not hold a request for ever. */
  private static final Map<String, String> DRIVER =
      Map.of("connectTimeout", "3", "socketTimeout", "30", "tcpKeepAlive", "true");

  private StoreBeans() {}

  /**
   * Registers {@link Homestays}, {@link Orders}, {@link Payments}, {@link ProviderQuestions},
   * {@link Cancellations}, {@link CheckIns}, {@link Notices} and {@link Settlements} on one pool of
   * connections, which connects while the process starts and gates its readiness. Reads {@code
   * DATABASE_URL} (jdbc), {@code DATABASE_USER}, {@code DATABASE_PASSWORD} and {@code
   * DATABASE_POOL} (most connections, 10).
   */
  public static void register(GenericApplicationContext context, Settings settings) {
    HikariDataSource pool = pool(settings);
    context.registerBean(HikariDataSource.class, () -> connecting(pool));
    context.registerBean(
        ReadyCheck.class, () -> new DatabaseReady(context.getBean(HikariDataSource.class)));
    context.registerBean(
        Database.class, () -> new Database(context.getBean(HikariDataSource.class)));
    context.registerBean(OutboxTable.class, OutboxTable::new);
    context.registerBean(Homestays.class, () -> new Homestays(context.getBean(Database.class)));
    context.registerBean(
        Orders.class,
        () ->
            new Orders(
                context.getBean(Database.class),
                context.getBean(OutboxTable.class),
                context.getBean(InstantSource.class)));
    context.registerBean(
        Cancellations.class,
        () ->
            new Cancellations(
                context.getBean(Database.class),
                context.getBean(OutboxTable.class),
                context.getBean(InstantSource.class)));
    context.registerBean(
        CheckIns.class,
        () -> new CheckIns(context.getBean(Database.class), context.getBean(InstantSource.class)));
    context.registerBean(
        Payments.class,
        () ->
            new Payments(
                context.getBean(Database.class),
                context.getBean(OutboxTable.class),
                context.getBean(InstantSource.class)));
    context.registerBean(
        ProviderQuestions.class, () -> new ProviderQuestions(context.getBean(Database.class)));
    context.registerBean(Notices.class, () -> new Notices(context.getBean(Database.class)));
    context.registerBean(Settlements.class, () -> new Settlements(context.getBean(Database.class)));
  }

  /**
   * The same and {@link Outbox} with the {@link EventSink} that it sends to, for functions that
   * change something. Reads {@code PUBLISH_WITHIN}: how long an answer waits at most for the sink
   * (ISO 8601, a second); what it has not taken by then follows later.
   */
  public static void registerWithOutbox(GenericApplicationContext context, Settings settings) {
    register(context, settings);
    EventSink.register(context, settings);
    Duration publishWithin = settings.duration("PUBLISH_WITHIN", PUBLISH_WITHIN);
    context.registerBean(
        Outbox.class,
        () ->
            new Outbox(
                context.getBean(Database.class),
                context.getBean(OutboxTable.class),
                context.getBean(EventSink.class),
                context.getBean(InstantSource.class),
                publishWithin));
  }

  /** Not from a HikariConfig: that would be copied by reflection, which a start would feel. */
  private static HikariDataSource pool(Settings settings) {
    var pool = new HikariDataSource();
    pool.setPoolName("orders");
    pool.setJdbcUrl(settings.text("DATABASE_URL"));
    pool.setUsername(settings.text("DATABASE_USER"));
    pool.setPassword(settings.text("DATABASE_PASSWORD"));
    pool.setMaximumPoolSize(settings.integer("DATABASE_POOL", DEFAULT_POOL, 1, LARGEST_POOL));
    // One at first: many small processes share one server, and most of them are idle.
    pool.setMinimumIdle(1);
    pool.setIdleTimeout(IDLE_LIMIT_MS);
    pool.setKeepaliveTime(KEEP_ALIVE_MS);
    pool.setConnectionTimeout(CONNECTION_LIMIT_MS);
    // Starts without a database: readiness tells that it is away.
    pool.setInitializationFailTimeout(-1);
    DRIVER.forEach(pool::addDataSourceProperty);
    return pool;
  }

  /**
   * The pool, which starts with its first connection: from now on, beside the rest of the start.
   */
  private static HikariDataSource connecting(HikariDataSource pool) {
    Thread.ofVirtual()
        .name("first-connection")
        .start(
            () -> {
              try {
                pool.getConnection().close();
              } catch (SQLException e) {
                LOG.atDebug().setCause(e).log("no connection at the start; readiness tells");
              }
            });
    return pool;
  }
}
