package dev.stayflow.store;

import java.util.List;

/** A stretch of a list; {@code hasMore} if the list goes on after it. */
public record Page<T>(List<T> items, boolean hasMore) {

  /** Of one item more than asked for, the last only tells that there is more. */
  static <T> Page<T> of(List<T> oneMore, int size) {
    boolean hasMore = oneMore.size() > size;
    return new Page<>(hasMore ? List.copyOf(oneMore.subList(0, size)) : oneMore, hasMore);
  }
}
