package dev.stayflow.hosts;

class LambdaLoadBalancerEventsTest extends EventContract {
  LambdaLoadBalancerEventsTest() {
    super(new LambdaHost(LambdaHost.Source.LOAD_BALANCER));
  }
}
