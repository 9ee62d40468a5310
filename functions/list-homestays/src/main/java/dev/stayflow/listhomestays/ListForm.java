package dev.stayflow.listhomestays;

import java.util.Optional;

/**
 * Which homestays to show.
 *
 * @param lastId the last of the page before; 0 or absent begins at the beginning
 * @param pageSize 1 to 100, 10 when absent
 */
record ListForm(Optional<Long> lastId, Optional<Integer> pageSize) {}
