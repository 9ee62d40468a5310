package dev.stayflow.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.postgres.Migrate;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {

  private final TestDatabase database = TestDatabase.started();

  @ParameterizedTest(name = "demo data: {0}")
  @ValueSource(booleans = {true, false})
  void migratingAgainChangesNothing(boolean demo) {
    assertThat(migrate(demo)).isZero();
  }

  @ParameterizedTest(name = "demo data: {0}")
  @ValueSource(booleans = {true, false})
  void aSchemaOfANewerVersionIsLeftAlone(boolean demo) {
    database
        .sql()
        .sql(
            """
            INSERT INTO flyway_schema_history
                   (installed_rank, version, description, type, script, checksum, installed_by,
                    execution_time, success)
            VALUES (1000, '1000', 'of a newer version', 'SQL', 'V1000__of_a_newer_version.sql', 1,
                    'stayflow', 1, true)
            """)
        .update();
    try {
      assertThat(migrate(demo)).isZero();
    } finally {
      assertThat(
              database
                  .sql()
                  .sql("DELETE FROM flyway_schema_history WHERE version = '1000'")
                  .update())
          .isEqualTo(1);
    }
  }

  @Test
  void theQueriesOfEveryMinuteNeverReadAllOrders() {
    assertThat(database.plan(OrderSql.CLOSE_OVERDUE, Map.of("limit", 100)))
        .contains("homestay_order_unpaid");
    assertThat(
            database.plan(
                Settlements.CLAIM, Map.of("today", LocalDate.of(2026, 11, 21), "limit", 100)))
        .contains("homestay_order_unsettled");
    assertThat(
            database.plan(
                OrderSql.EXPIRE_STAYS, Map.of("today", LocalDate.of(2026, 11, 21), "limit", 100)))
        .contains("homestay_order_unused");
    assertThat(database.plan(OutboxTable.CLAIM_LEFTOVERS, Map.of("seconds", 10.0, "limit", 100)))
        .contains("outbox_leftovers");
    assertThat(
            database.plan(
                ProviderQuestions.CLAIM,
                Map.of("patience", 120.0, "silent", new String[] {"wechat"}, "limit", 20)))
        .contains("third_payment_to_ask", "third_payment_pkey", "homestay_order_sn_key")
        .doesNotContain("Seq Scan");
    assertThat(
            database.plan(
                OrderSql.PAGE_IN_STATE,
                Map.of("guest", 7L, "state", 0, "before", 1_000_000L, "limit", 11)))
        .contains("homestay_order_of_guest");
  }

  /** How many migrations ran. */
  private int migrate(boolean demo) {
    Map<String, String> environment = database.environment();
    return Migrate.run(
        environment.getOrDefault("DATABASE_URL", ""),
        environment.getOrDefault("DATABASE_USER", ""),
        environment.getOrDefault("DATABASE_PASSWORD", ""),
        demo);
  }
}
