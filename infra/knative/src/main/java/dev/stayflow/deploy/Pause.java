package dev.stayflow.deploy;

import java.time.Duration;

/** How time goes by between two looks at the cluster. */
interface Pause {
  void of(Duration duration) throws InterruptedException;
}
