package dev.stayflow.hosts;

class KnativeRequestsTest extends RequestContract {
  KnativeRequestsTest() {
    super(new KnativeHost());
  }
}
