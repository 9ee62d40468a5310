package dev.stayflow.dispatcher.console;

import java.util.List;

/**
 * A queue above its tasks.
 *
 * @param state the one that is shown
 * @param refresh where this part is to be had anew
 */
record QueueHead(QueueTable.Row row, String state, List<Tab> tabs, String refresh) {
  /** Leads to the tasks of a state. */
  record Tab(String state, long count, String link, boolean current) {}

  static QueueHead of(QueueTable.Row row, TaskQuery query) {
    var tabs =
        row.shares().stream()
            .map(
                share ->
                    new Tab(
                        share.name(),
                        share.count(),
                        "/queues/%s?state=%s".formatted(row.name(), share.name()),
                        share.state() == query.wanted()))
            .toList();
    var state = Say.IT.state(query.wanted());
    return new QueueHead(row, state, tabs, "/queues/%s?state=%s".formatted(row.name(), state));
  }
}
