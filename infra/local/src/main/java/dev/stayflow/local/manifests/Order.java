package dev.stayflow.local.manifests;

/** Whether an event waits for the one before it in its partition. */
public enum Order {
  /** One event in flight in each partition. */
  ORDERED,
  /** The next event goes at once. */
  UNORDERED
}
