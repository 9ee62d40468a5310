package dev.stayflow.dispatcher.settings;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What people may know of how this process works; no secrets.
 *
 * @param version of the program
 * @param startedAt by the clock of its host
 * @param queues that events can ask for, in the order in which they are served
 * @param concurrency most deliveries at once; 0 when this process delivers nothing
 * @param dedupeFor how long finished and cancelled ids are remembered
 * @param lease how long the deliveries of a killed process wait
 * @param deliveryTimeout of one delivery
 * @param retryFor counted from the first failure
 * @param sink where events go that name no other place; empty when there is none
 * @param redis what it is connected to, without user and password
 */
public record ServiceFacts(
    String version,
    Instant startedAt,
    List<String> queues,
    int concurrency,
    Duration dedupeFor,
    Duration lease,
    Duration deliveryTimeout,
    Duration retryFor,
    String sink,
    String redis) {}
