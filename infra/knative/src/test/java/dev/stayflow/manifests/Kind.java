package dev.stayflow.manifests;

/** A kind of object, such as {@code serving.knative.dev/v1} Service. */
record Kind(String apiVersion, String name) {
  static final Kind KNATIVE_SERVICE = new Kind("serving.knative.dev/v1", "Service");
  static final Kind SERVICE = new Kind("v1", "Service");
  static final Kind CONFIG_MAP = new Kind("v1", "ConfigMap");
  static final Kind SECRET = new Kind("v1", "Secret");
  static final Kind NAMESPACE = new Kind("v1", "Namespace");
  static final Kind SERVICE_ACCOUNT = new Kind("v1", "ServiceAccount");
  static final Kind DEPLOYMENT = new Kind("apps/v1", "Deployment");
  static final Kind STATEFUL_SET = new Kind("apps/v1", "StatefulSet");
  static final Kind JOB = new Kind("batch/v1", "Job");
  static final Kind CRON_JOB = new Kind("batch/v1", "CronJob");
  static final Kind DISRUPTION_BUDGET = new Kind("policy/v1", "PodDisruptionBudget");
  static final Kind NETWORK_POLICY = new Kind("networking.k8s.io/v1", "NetworkPolicy");
  static final Kind BROKER = new Kind("eventing.knative.dev/v1", "Broker");
  static final Kind TRIGGER = new Kind("eventing.knative.dev/v1", "Trigger");
  static final Kind KAFKA_SINK = new Kind("eventing.knative.dev/v1alpha1", "KafkaSink");
  static final Kind EVENT_POLICY = new Kind("eventing.knative.dev/v1alpha1", "EventPolicy");
  static final Kind KAFKA_SOURCE = new Kind("sources.knative.dev/v1", "KafkaSource");
  static final Kind PING_SOURCE = new Kind("sources.knative.dev/v1", "PingSource");
  static final Kind SINK_BINDING = new Kind("sources.knative.dev/v1", "SinkBinding");
  static final Kind HTTP_ROUTE = new Kind("gateway.networking.k8s.io/v1", "HTTPRoute");
  static final Kind GATEWAY = new Kind("gateway.networking.k8s.io/v1", "Gateway");
  static final Kind REFERENCE_GRANT =
      new Kind("gateway.networking.k8s.io/v1beta1", "ReferenceGrant");
  static final Kind SCALED_OBJECT = new Kind("keda.sh/v1alpha1", "ScaledObject");
  static final Kind TRIGGER_AUTHENTICATION = new Kind("keda.sh/v1alpha1", "TriggerAuthentication");

  @Override
  public String toString() {
    return apiVersion + " " + name;
  }
}
