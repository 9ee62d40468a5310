package dev.stayflow.order;

/** The owner of a homestay. */
public record OwnerId(long value) {}
