package dev.stayflow.listorders;

import java.util.Optional;

/**
 * Which orders a guest wants to see.
 *
 * @param lastId the last of the page before; 0 or absent begins with the newest
 * @param pageSize 1 to 100, 10 when absent
 * @param tradeState -99 or absent: all
 */
record ListForm(Optional<Long> lastId, Optional<Integer> pageSize, Optional<Integer> tradeState) {}
