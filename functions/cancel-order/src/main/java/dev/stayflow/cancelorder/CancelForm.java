package dev.stayflow.cancelorder;

/** Which order a guest wants to cancel. */
record CancelForm(String sn) {}
