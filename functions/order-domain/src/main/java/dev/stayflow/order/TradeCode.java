package dev.stayflow.order;

/** What a guest shows at the door, eight characters; a secret until the order is paid. */
public record TradeCode(String value) {}
