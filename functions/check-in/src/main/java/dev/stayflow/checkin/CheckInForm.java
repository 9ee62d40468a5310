package dev.stayflow.checkin;

/** The code that a guest showed at the door. */
record CheckInForm(String tradeCode) {}
