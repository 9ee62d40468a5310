package dev.stayflow.order;

public record OrderSn(String value) {}
