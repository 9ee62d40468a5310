package dev.stayflow.manifests;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** KEDA's kinds, with those of their fields that are used here; there is no library of models. */
final class Keda {
  private Keda() {}

  record ScaledObject(
      String apiVersion, String kind, Map<String, Object> metadata, ScaledObjectSpec spec) {}

  record ScaledObjectSpec(
      ScaleTarget scaleTargetRef,
      @Nullable Integer pollingInterval,
      @Nullable Integer cooldownPeriod,
      @Nullable Integer initialCooldownPeriod,
      @Nullable Integer minReplicaCount,
      @Nullable Integer maxReplicaCount,
      @Nullable Fallback fallback,
      @Nullable Advanced advanced,
      List<Trigger> triggers) {}

  record ScaleTarget(@Nullable String apiVersion, @Nullable String kind, String name) {}

  record Fallback(int failureThreshold, int replicas, @Nullable String behavior) {}

  record Advanced(
      @Nullable Boolean restoreToOriginalReplicaCount,
      @Nullable HorizontalPodAutoscaler horizontalPodAutoscalerConfig) {}

  record HorizontalPodAutoscaler(@Nullable Behavior behavior) {}

  record Behavior(@Nullable Rules scaleUp, @Nullable Rules scaleDown) {}

  record Rules(
      @Nullable Integer stabilizationWindowSeconds,
      @Nullable String selectPolicy,
      @Nullable List<Policy> policies) {}

  record Policy(String type, int value, int periodSeconds) {}

  record Trigger(
      String type,
      @Nullable String name,
      @Nullable String metricType,
      @Nullable Boolean useCachedMetrics,
      Map<String, String> metadata,
      @Nullable AuthenticationRef authenticationRef) {}

  record AuthenticationRef(String name, @Nullable String kind) {}

  record TriggerAuthentication(
      String apiVersion, String kind, Map<String, Object> metadata, AuthenticationSpec spec) {}

  record AuthenticationSpec(@Nullable List<SecretKey> secretTargetRef) {}

  record SecretKey(String parameter, String name, String key) {}
}
