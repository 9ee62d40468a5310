package dev.stayflow.hosts;

class KnativeEventsTest extends EventContract {
  KnativeEventsTest() {
    super(new KnativeHost());
  }
}
