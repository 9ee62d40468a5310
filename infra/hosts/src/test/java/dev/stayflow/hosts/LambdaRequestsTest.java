package dev.stayflow.hosts;

class LambdaRequestsTest extends RequestContract {
  LambdaRequestsTest() {
    super(new LambdaHost(LambdaHost.Source.API_GATEWAY));
  }
}
