package dev.stayflow.homestaydetail;

/** Which homestay to show. */
record DetailForm(long id) {}
