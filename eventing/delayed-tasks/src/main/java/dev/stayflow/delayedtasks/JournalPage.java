package dev.stayflow.delayedtasks;

import java.util.List;
import java.util.Optional;

/**
 * Some entries of the journal.
 *
 * @param next where the next page starts, absent on the last
 */
public record JournalPage(List<JournalEntry> entries, Optional<String> next) {}
