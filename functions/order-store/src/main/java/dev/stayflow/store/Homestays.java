package dev.stayflow.store;

import dev.stayflow.order.Homestay;
import dev.stayflow.order.HomestayId;
import java.util.Optional;

/** The homestays on offer. */
public final class Homestays {

  private static final String FIND = "SELECT * FROM homestay WHERE id = :id";

  private static final String PAGE =
      """
      SELECT * FROM homestay
       WHERE id > :after
       ORDER BY id
       LIMIT :limit
      """;

  private final Database database;

  Homestays(Database database) {
    this.database = database;
  }

  /** A homestay; empty if there is none of that id. */
  public Optional<Homestay> find(HomestayId id) {
    return database.statement(
        sql -> sql.sql(FIND).param("id", id.value()).query(Rows::homestay).optional());
  }

  /**
   * Homestays in the order of their ids.
   *
   * @param after the last of the page before; id 0 begins at the beginning
   * @param size at least 1
   */
  public Page<Homestay> page(HomestayId after, int size) {
    return Page.of(
        database.statement(
            sql ->
                sql.sql(PAGE)
                    .param("after", after.value())
                    .param("limit", size + 1)
                    .query(Rows::homestay)
                    .list()),
        size);
  }
}
