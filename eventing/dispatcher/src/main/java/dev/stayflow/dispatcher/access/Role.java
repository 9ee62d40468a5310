package dev.stayflow.dispatcher.access;

/** What somebody may do: look, or also act. */
public enum Role {
  VIEWER,
  OPERATOR
}
