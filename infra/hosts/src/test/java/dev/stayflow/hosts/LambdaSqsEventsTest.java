package dev.stayflow.hosts;

class LambdaSqsEventsTest extends EventContract {
  LambdaSqsEventsTest() {
    super(new LambdaHost(LambdaHost.Source.SQS));
  }
}
