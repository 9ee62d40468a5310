package dev.stayflow.store;

import dev.stayflow.order.Payment;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Which payments their providers are to be asked about. */
public final class ProviderQuestions {

  /**
   * Payments whose provider has been silent for too long. Taking one puts its next question off,
   * each time twice as long, up to six hours, so that whoever takes others at the same time, or
   * dies before asking, does no harm.
   */
  static final String CLAIM =
      """
      WITH silent AS MATERIALIZED (
        SELECT id FROM third_payment
         WHERE ask_provider_from <= now() - make_interval(secs => :patience)
           AND provider <> ALL(:silent)
         ORDER BY ask_provider_from
         LIMIT :limit
           FOR UPDATE SKIP LOCKED)
      UPDATE third_payment
         SET times_asked = times_asked + 1,
             ask_provider_from = now() - make_interval(secs => :patience)
               + least(interval '6 hours',
                       make_interval(secs => :patience * power(2, 1 + least(times_asked, 20))))
        FROM silent, homestay_order
       WHERE third_payment.id = silent.id AND homestay_order.sn = third_payment.order_sn
      RETURNING third_payment.*,
                homestay_order.pay_deadline <= now() - interval '5 minutes' AS too_late
      """;

  private final Database database;

  ProviderQuestions(Database database) {
    this.database = database;
  }

  /**
   * A payment to ask about.
   *
   * @param tooLate whether its order's payment deadline passed five minutes ago: who pays now pays
   *     for nothing
   */
  public record Question(Payment payment, boolean tooLate) {}

  /**
   * Takes questions that are due, the oldest first, leaving out those that somebody else is taking.
   *
   * @param patience how long a provider may be silent before the first question
   * @param silent the names of providers that cannot be asked now
   * @param limit at most so many
   */
  public List<Question> claim(Duration patience, Collection<String> silent, int limit) {
    return database.change(
        sql ->
            sql.sql(CLAIM)
                .param("patience", patience.toMillis() / 1000.0)
                .param("silent", silent.toArray(String[]::new))
                .param("limit", limit)
                .query(
                    (row, number) ->
                        new Question(Rows.payment(row, number), row.getBoolean("too_late")))
                .list());
  }
}
