package dev.stayflow.hosts;

import io.cloudevents.CloudEvent;
import java.util.Map;

/** Something that runs functions: each in a process of its own, as it was built. */
interface Host {
  /**
   * Starts a function and waits until it is ready.
   *
   * @param settings its environment variables
   */
  Running start(String function, Map<String, String> settings);

  /** A function that runs; closing it ends its process. */
  interface Running extends AutoCloseable {
    /** Brings a request to it as the host does, and back what a client would get. */
    Reply request(Ask ask);

    /** Brings an event to it as the host does; false when the host learns that it failed. */
    boolean deliver(CloudEvent event);

    @Override
    void close();
  }
}
