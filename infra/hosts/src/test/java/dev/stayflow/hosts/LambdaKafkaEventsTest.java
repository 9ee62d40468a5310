package dev.stayflow.hosts;

class LambdaKafkaEventsTest extends EventContract {
  LambdaKafkaEventsTest() {
    super(new LambdaHost(LambdaHost.Source.KAFKA));
  }
}
