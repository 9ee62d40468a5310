package dev.stayflow.dispatcher.access;

/** What somebody who has signed in may do. */
public enum Role {
  /** Sees everything, payloads too, and changes nothing. */
  VIEWER,
  /** Sees and changes everything. */
  OPERATOR
}
