package dev.stayflow.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.stayflow.local.servers.PostgresServer;
import dev.stayflow.order.HomestayId;
import dev.stayflow.order.OrderSn;
import dev.stayflow.order.OwnerId;
import dev.stayflow.order.PaymentSn;
import dev.stayflow.order.TradeCode;
import dev.stayflow.postgres.Migrate;
import dev.stayflow.runtime.EventSink;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A real PostgreSQL for tests, one a JVM: migrated, with the demo homestays 1..20. Call {@link
 * #reset} before each test.
 */
public final class TestDatabase {

  private static final int POOL = 32;

  private final PostgresServer server;
  private final HikariDataSource pool;
  private final Database database;
  private final JdbcClient sql;

  private TestDatabase() {
    server = PostgresServer.startTemporary("max_connections=300");
    Migrate.run(server.jdbcUrl(), server.user(), server.password(), true);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.jdbcUrl());
    config.setUsername(server.user());
    config.setPassword(server.password());
    config.setMaximumPoolSize(POOL);
    config.setMinimumIdle(1);
    pool = new HikariDataSource(config);
    database = new Database(pool);
    sql = JdbcClient.create(pool);
  }

  /** The database of this JVM; the first call starts it. */
  public static TestDatabase started() {
    return Holder.DATABASE;
  }

  /** Forgets orders, payments and events; the homestays stay. */
  public void reset() {
    sql.sql(
            """
            TRUNCATE homestay_order, third_payment, outbox, settlement, guest_notice
              RESTART IDENTITY
            """)
        .update();
  }

  /** {@code DATABASE_URL}, {@code DATABASE_USER} and {@code DATABASE_PASSWORD} for a function. */
  public Map<String, String> environment() {
    return Map.of(
        "DATABASE_URL", server.jdbcUrl(),
        "DATABASE_USER", server.user(),
        "DATABASE_PASSWORD", server.password());
  }

  public Homestays homestays() {
    return new Homestays(database);
  }

  public Orders orders(InstantSource clock) {
    return new Orders(database, new OutboxTable(), clock);
  }

  public Payments payments(InstantSource clock) {
    return new Payments(database, new OutboxTable(), clock);
  }

  public Cancellations cancellations(InstantSource clock) {
    return new Cancellations(database, new OutboxTable(), clock);
  }

  public CheckIns checkIns(InstantSource clock) {
    return new CheckIns(database, clock);
  }

  public Settlements settlements() {
    return new Settlements(database);
  }

  public ProviderQuestions providerQuestions() {
    return new ProviderQuestions(database);
  }

  /** An outbox that waits for its sink for as long as a busy machine may take. */
  public Outbox outbox(EventSink sink, InstantSource clock) {
    return outbox(sink, clock, Duration.ofSeconds(20));
  }

  Outbox outbox(EventSink sink, InstantSource clock, Duration publishWithin) {
    return new Outbox(database, new OutboxTable(), sink, clock, publishWithin);
  }

  SettledEvents settledEvents() {
    return new SettledEvents(database, new OutboxTable());
  }

  /** Lets nobody change the outbox until it is closed. */
  AutoCloseable heldOutbox() throws SQLException {
    return held("LOCK TABLE outbox IN SHARE MODE");
  }

  /** Lets nobody read a homestay until it is closed. */
  AutoCloseable heldHomestays() throws SQLException {
    return held("LOCK TABLE homestay IN ACCESS EXCLUSIVE MODE");
  }

  /** Lets nobody change an event until it is closed. */
  AutoCloseable heldEvent(String id) throws SQLException {
    return held("SELECT FROM outbox WHERE id = '%s' FOR UPDATE".formatted(id));
  }

  private AutoCloseable held(String statement) throws SQLException {
    Connection holder = pool.getConnection();
    holder.setAutoCommit(false);
    try (var held = holder.createStatement()) {
      held.execute(statement);
    }
    return () -> {
      holder.rollback();
      holder.close();
    };
  }

  /** How many statements wait for locks of others. */
  long waiting() {
    return sql.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        .query(Long.class)
        .single();
  }

  /** Cuts the connections of changes that wait for locks of others. */
  void cutWaiting() {
    sql.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        .query(Boolean.class)
        .list();
  }

  /** The number of a transaction of its own; they are given one after the other. */
  long nextTransaction() {
    return sql.sql("SELECT CAST(CAST(pg_current_xact_id() AS text) AS bigint)")
        .query(Long.class)
        .single();
  }

  /** The events that are in the outbox now, oldest first, parked ones too. */
  public List<CloudEvent> eventsInOutbox() {
    JsonFormat format = new JsonFormat();
    return sql.sql("SELECT event FROM outbox ORDER BY position").query(String.class).list().stream()
        .map(event -> format.deserialize(event.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  /** Why events were parked, oldest first. */
  public List<String> parkedReasons() {
    return sql.sql("SELECT parked_reason FROM outbox WHERE parked_at IS NOT NULL ORDER BY position")
        .query(String.class)
        .list();
  }

  /** Makes the events in the outbox look as if they were left behind a minute ago. */
  public void ageOutbox() {
    sql.sql("UPDATE outbox SET created_at = created_at - interval '1 minute'").update();
  }

  /** Makes every payment look as if its provider had been silent for an hour. */
  public void ageQuestions() {
    sql.sql(
            """
            UPDATE third_payment SET ask_provider_from = now() - interval '1 hour'
             WHERE ask_provider_from IS NOT NULL
            """)
        .update();
  }

  /** From now until a provider's silence begins to count again. */
  public Duration untilQuestion(PaymentSn payment) {
    return Duration.ofSeconds(
        sql.sql(
                """
                SELECT extract(epoch FROM ask_provider_from - now())::bigint
                  FROM third_payment WHERE sn = :sn
                """)
            .param("sn", payment.value())
            .query(Long.class)
            .single());
  }

  /** Makes an order look as if its payment deadline had passed a second ago. */
  public void makeOverdue(OrderSn order) {
    makeOverdue(order, Duration.ofSeconds(1));
  }

  /** Makes an order look as if its payment deadline had passed so long ago, at most an hour. */
  public void makeOverdue(OrderSn order, Duration ago) {
    sql.sql(
            """
            UPDATE homestay_order
               SET create_time = least(create_time, now() - interval '1 hour'),
                   pay_deadline = now() - make_interval(secs => :seconds)
             WHERE sn = :sn
            """)
        .param("seconds", ago.toSeconds())
        .param("sn", order.value())
        .update();
  }

  /** Moves an order's nights, into the past for example. */
  public void moveStay(OrderSn order, LocalDate checkIn, LocalDate checkOut) {
    sql.sql(
            """
            UPDATE homestay_order SET live_start_date = :checkIn, live_end_date = :checkOut
             WHERE sn = :sn
            """)
        .param("sn", order.value())
        .param("checkIn", checkIn)
        .param("checkOut", checkOut)
        .update();
  }

  /** Gives an order the trade code of another, as luck might. */
  public void giveCode(OrderSn order, TradeCode code) {
    sql.sql("UPDATE homestay_order SET trade_code = :code WHERE sn = :sn")
        .param("sn", order.value())
        .param("code", code.value())
        .update();
  }

  /** Gives a homestay another owner; the demo data gives 1..20 to 101..113. */
  public void sell(HomestayId homestay, OwnerId owner) {
    sql.sql("UPDATE homestay SET owner_id = :owner WHERE id = :id")
        .param("owner", owner.value())
        .param("id", homestay.value())
        .update();
  }

  /** How the server would run a statement if it were to avoid reading whole tables. */
  String plan(String statement, Map<String, ?> parameters) {
    return database.change(
        client -> {
          client.sql("SET LOCAL enable_seqscan = off").update();
          return String.join(
              "\n",
              client.sql("EXPLAIN " + statement).params(parameters).query(String.class).list());
        });
  }

  /**
   * Cuts everybody's connections, as a failover does. Those who wait in the pool of the tests are
   * dropped, since a pool hands out without a look what was in use half a second ago: the next test
   * would get them.
   */
  public void cutConnections() {
    sql.sql(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()
            """)
        .query(Long.class)
        .single();
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  /** What was settled for an order, part by part, minor units. */
  public List<Long> settled(OrderSn order) {
    return sql.sql("SELECT amount FROM settlement WHERE order_sn = :sn ORDER BY part")
        .param("sn", order.value())
        .query(Long.class)
        .list();
  }

  /** Lets a guest have used a stay that was paid. */
  public void use(OrderSn order) {
    sql.sql("UPDATE homestay_order SET trade_state = 2 WHERE sn = :sn AND trade_state = 1")
        .param("sn", order.value())
        .update();
  }

  /** Asks the database itself. */
  public JdbcClient sql() {
    return sql;
  }

  /** How many payments there are. */
  public long paymentCount() {
    return sql.sql("SELECT count(*) FROM third_payment").query(Long.class).single();
  }

  /** How many orders there are. */
  public long orderCount() {
    return sql.sql("SELECT count(*) FROM homestay_order").query(Long.class).single();
  }

  private static final class Holder {
    static final TestDatabase DATABASE = new TestDatabase();
  }
}
