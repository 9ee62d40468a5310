package dev.stayflow.orderdetail;

/** Which order a guest wants to see. */
record DetailForm(String sn) {}
