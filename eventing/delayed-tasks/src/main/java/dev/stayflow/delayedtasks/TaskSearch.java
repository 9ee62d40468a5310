package dev.stayflow.delayedtasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes through the tasks of a queue, state by state and page by page. */
final class TaskSearch {
  private static final String STATE_ENDS = ".";

  private final TaskPages pages;
  private final Search search;
  private final List<TaskState> states;
  private final List<TaskInfo> found = new ArrayList<>();
  private long scanned;

  TaskSearch(TaskPages pages, Search search) {
    this.pages = pages;
    this.search = search;
    this.states = search.states().stream().sorted().toList();
  }

  /** A place in the tasks of one of the states. */
  private record Place(int state, Cursor cursor) {}

  /**
   * @param about how many tasks there are, for those who are told of the progress
   */
  SearchResult run(long about, BulkProgress progress) {
    var place = search.from().map(this::read).orElse(new Place(0, Cursor.START));
    while (place.state() < states.size()) {
      var state = states.get(place.state());
      var part = pages.read(state, PageOrder.of(state), place.cursor(), TaskPages.MOST);
      for (var task : part.tasks()) {
        scanned++;
        if (search.condition().test(task.task())) {
          found.add(task.task());
          if (found.size() == search.most()) {
            return new SearchResult(
                found, scanned, Optional.of(text(new Place(place.state(), task.place()))));
          }
        }
      }
      place =
          part.next().isPresent()
              ? new Place(place.state(), part.next().get())
              : new Place(place.state() + 1, Cursor.START);
      var stopped = progress.made(scanned, about) == BulkProgress.Next.STOP;
      if ((stopped || scanned >= search.scan()) && place.state() < states.size()) {
        return new SearchResult(found, scanned, Optional.of(text(place)));
      }
    }
    return new SearchResult(found, scanned, Optional.empty());
  }

  private String text(Place place) {
    return states.get(place.state()) + STATE_ENDS + place.cursor().text();
  }

  private Place read(String text) {
    var end = Math.max(0, text.indexOf(STATE_ENDS));
    for (var i = 0; i < states.size(); i++) {
      if (states.get(i).name().equals(text.substring(0, end))) {
        return new Place(i, Cursor.of(text.substring(end + 1)));
      }
    }
    throw new IllegalArgumentException("\"" + text + "\" is not where this search paused");
  }
}
