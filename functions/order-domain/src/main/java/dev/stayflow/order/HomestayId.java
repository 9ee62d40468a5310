package dev.stayflow.order;

/** A homestay. */
public record HomestayId(long value) {}
