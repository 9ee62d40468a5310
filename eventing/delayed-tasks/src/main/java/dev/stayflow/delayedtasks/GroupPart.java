package dev.stayflow.delayedtasks;

import java.util.List;

/** Tasks of a group that are in the hands of this server, to be combined. */
final class GroupPart {
  private final GroupStore store;
  private final String group;
  private final List<Lease> leases;

  /**
   * @param leases all of one token
   */
  GroupPart(GroupStore store, String group, List<Lease> leases) {
    this.store = store;
    this.group = group;
    this.leases = leases;
  }

  GroupStore store() {
    return store;
  }

  String group() {
    return group;
  }

  List<Lease> leases() {
    return leases;
  }

  List<Task> tasks() {
    return leases.stream().map(Lease::task).toList();
  }
}
