/**
 * Plays Knative Eventing for the local stack: Broker, Triggers, KafkaSources, KafkaSinks,
 * PingSources and SinkBindings of the same manifests that production applies, on the stack's Kafka,
 * with the behaviour that was measured on a real cluster.
 *
 * <p>Not played: TLS, OIDC, CESQL filters (refused where a manifest asks for one), Knative's traces
 * and the header {@code traceparent} (the extension of that name passes untouched), partitions that
 * a topic gains while it is read (they are seen at the next start), the settings of Knative's own
 * HTTP client and server. Partitions are taken without Kafka's group membership, so a second
 * process of this kind on the same Kafka would deliver everything twice.
 */
@NullMarked
package dev.stayflow.local.knative;

import org.jspecify.annotations.NullMarked;
