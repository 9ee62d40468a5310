package dev.stayflow.delayedtasks;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** What the model knows of a task. */
final class ModelTask {
  /** Where it is; a letter as the scripts call those that an inspector may take it from. */
  enum Place {
    WAITS("w"),
    LEASED(""),
    AGGREGATES("g"),
    ARCHIVED("a"),
    COMPLETED("c");

    final String letter;

    Place(String letter) {
      this.letter = letter;
    }
  }

  /** As Redis orders a sorted set. */
  static final Comparator<ModelTask> BY_TIME =
      Comparator.<ModelTask>comparingLong(task -> task.at.exact()).thenComparing(task -> task.id);

  final String id;
  String body;

  /** Empty for none. */
  final String key;

  Place place = Place.WAITS;

  /** Due, end of the lease, joined, given up, or forgotten: by its place. */
  Window at;

  /** When it was asked to run. */
  Window asked;

  /** The group it waits in or was collected from; empty for none. */
  String group;

  @Nullable String token;
  boolean holdsPlaceOfKey;
  int failures;
  int losses;

  ModelTask(String id, String body, String key, String group, Window at) {
    this.id = id;
    this.body = body;
    this.key = key;
    this.group = group;
    this.at = at;
    this.asked = at;
  }

  void move(Place to, Window time) {
    place = to;
    at = time;
    token = null;
    if (to != Place.AGGREGATES) {
      group = "";
    }
  }

  void lease(String by, Window until) {
    place = Place.LEASED;
    at = until;
    token = by;
  }

  boolean isDue(long now) {
    return place == Place.WAITS && at.exact() <= now;
  }

  String keyMark() {
    return key.isEmpty() ? "" : (holdsPlaceOfKey ? "+" : "-") + key;
  }

  @Override
  public String toString() {
    return "%s at %d asked %d, %d failures, %d losses, token %s, key %s, group %s, %s"
        .formatted(
            place,
            at.exact(),
            asked.exact(),
            failures,
            losses,
            token,
            keyMark(),
            group,
            place == Place.WAITS && failures > 0 ? "retry" : "");
  }
}
