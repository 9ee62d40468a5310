package dev.stayflow.order;

/** A guest, as the identity provider numbers them. */
public record GuestId(long value) {}
