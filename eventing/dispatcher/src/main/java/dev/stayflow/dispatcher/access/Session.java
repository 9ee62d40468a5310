package dev.stayflow.dispatcher.access;

/**
 * What a sign-in lasts as.
 *
 * @param passwordMark of the password that was given, so that changing it ends the sign-in; empty
 *     when there was none
 */
record Session(Actor actor, String passwordMark) {
  static Session withoutPassword(Actor actor) {
    return new Session(actor, "");
  }
}
