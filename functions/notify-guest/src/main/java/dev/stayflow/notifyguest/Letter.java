package dev.stayflow.notifyguest;

/**
 * What a guest reads.
 *
 * @param subject one line
 * @param text plain text, lines end with CRLF as mails want it
 */
record Letter(String subject, String text) {}
