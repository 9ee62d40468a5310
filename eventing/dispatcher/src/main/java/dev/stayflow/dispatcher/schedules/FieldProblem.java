package dev.stayflow.dispatcher.schedules;

/**
 * What is wrong with one field of a schedule.
 *
 * @param field its name, such as {@code cron} or {@code event.type}
 * @param detail what it must be
 */
public record FieldProblem(String field, String detail) {
  @Override
  public String toString() {
    return field + " " + detail;
  }
}
