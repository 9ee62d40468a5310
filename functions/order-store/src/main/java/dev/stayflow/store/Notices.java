package dev.stayflow.store;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which notices guests were sent. */
public final class Notices {

  /** Waits for whoever is sending the same notice right now. */
  private static final String CLAIM =
      """
      INSERT INTO guest_notice (kind, subject, order_sn)
      VALUES (:kind, :subject, :order)
      ON CONFLICT DO NOTHING
      """;

  private static final String MARK_UNDELIVERABLE =
      "UPDATE guest_notice SET undeliverable = true WHERE subject = :subject AND kind = :kind";

  private static final String FORGET =
      "DELETE FROM guest_notice WHERE subject = :subject AND kind = :kind";

  private final Database database;

  Notices(Database database) {
    this.database = database;
  }

  /**
   * Sends a notice unless that was done before, or nobody can be told. Of several who want the same
   * notice at once, one sends it and the others wait. Who dies between {@code send} and its note
   * sends it again.
   *
   * @param send sends it and says what became of that; a connection to the database is held
   *     meanwhile
   * @return empty if it was dealt with before
   */
  public Optional<Sending> once(NoticeKey notice, Supplier<Sending> send) {
    return database.change(
        sql -> {
          if (update(sql, CLAIM, notice) == 0) {
            return Optional.empty();
          }
          Sending sent = send.get();
          switch (sent) {
            case SENT -> {}
            case UNDELIVERABLE -> update(sql, MARK_UNDELIVERABLE, notice);
            case NOT_NOW -> update(sql, FORGET, notice);
          }
          return Optional.of(sent);
        });
  }

  private static int update(JdbcClient sql, String statement, NoticeKey notice) {
    return sql.sql(statement)
        .params(
            Map.of(
                "kind", notice.kind(),
                "subject", notice.subject(),
                "order", notice.order().value()))
        .update();
  }
}
