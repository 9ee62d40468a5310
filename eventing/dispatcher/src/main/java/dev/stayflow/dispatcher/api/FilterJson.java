package dev.stayflow.dispatcher.api;

import dev.stayflow.dispatcher.operations.TaskFilter;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conditions of the query, or of a job; see {@link TaskFilter}. */
record FilterJson(
    @Nullable String idPrefix,
    @Nullable String idPart,
    @Nullable String type,
    @Nullable String subject,
    @Nullable String source,
    @Nullable String text,
    @Nullable Instant dueFrom,
    @Nullable Instant dueTo) {

  static FilterJson of(TaskFilter filter) {
    return new FilterJson(
        filter.idPrefix().orElse(null),
        filter.idPart().orElse(null),
        filter.type().orElse(null),
        filter.subject().orElse(null),
        filter.source().orElse(null),
        filter.text().orElse(null),
        filter.dueFrom().orElse(null),
        filter.dueTo().orElse(null));
  }

  TaskFilter filter() {
    return new TaskFilter(
        Optional.ofNullable(idPrefix),
        Optional.ofNullable(idPart),
        Optional.ofNullable(type),
        Optional.ofNullable(subject),
        Optional.ofNullable(source),
        Optional.ofNullable(text),
        Optional.ofNullable(dueFrom),
        Optional.ofNullable(dueTo));
  }
}
