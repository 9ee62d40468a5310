package dev.stayflow.hosts;

class OpenFaasRequestsTest extends RequestContract {
  OpenFaasRequestsTest() {
    super(new OpenFaasHost());
  }
}
