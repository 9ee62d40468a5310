package dev.stayflow.payorder;

/** Which order a guest wants to pay. */
record PayForm(String orderSn) {}
