package dev.stayflow.hosts;

class OpenFaasEventsTest extends EventContract {
  OpenFaasEventsTest() {
    super(new OpenFaasHost());
  }
}
