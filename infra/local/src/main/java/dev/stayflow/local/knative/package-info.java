/**
 * Plays Knative Eventing for the local stack: Broker, Triggers, KafkaSources, KafkaSinks,
 * PingSources and SinkBindings of the same manifests that production applies, on the stack's Kafka,
 * with the behaviour that was measured on a real cluster.
 */
@NullMarked
package dev.stayflow.local.knative;

import org.jspecify.annotations.NullMarked;
