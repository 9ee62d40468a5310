package dev.stayflow.model;

/** Nights of a homestay, counted from today, which is 0; the night of {@code to} is free again. */
record Window(int from, int to) {
  boolean overlaps(Window other) {
    return from < other.to && other.from < to;
  }
}
