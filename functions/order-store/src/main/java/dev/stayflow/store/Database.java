package dev.stayflow.store;

import dev.stayflow.runtime.Unavailable;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs statements, and tells a database that is away from a statement that is wrong. */
final class Database {

  private final JdbcClient statements;
  private final TransactionTemplate transactions;

  Database(DataSource source) {
    this.statements = JdbcClient.create(source);
    this.transactions = new TransactionTemplate(new JdbcTransactionManager(source));
  }

  /** One statement by itself, committed with it; READ COMMITTED. */
  <T> T statement(Function<JdbcClient, T> work) {
    return whileThere(() -> work.apply(statements));
  }

  /** All statements of {@code work}, or nothing of it if it throws. READ COMMITTED. */
  <T> T change(Function<JdbcClient, T> work) {
    return whileThere(
        () -> transactions.<Answer<T>>execute(_ -> new Answer<>(work.apply(statements))).value());
  }

  private static <T> T whileThere(Supplier<T> work) {
    try {
      return work.get();
    } catch (DataAccessResourceFailureException
        | TransientDataAccessException
        | CannotCreateTransactionException
        // A connection that breaks within a transaction cannot even roll back.
        | TransactionSystemException e) {
      throw new Unavailable("the database", e);
    }
  }

  /** Never null, which is what a transaction template may otherwise answer. */
  private record Answer<T>(T value) {}
}
