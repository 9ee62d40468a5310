/** PostgreSQL, Redis and Kafka from Maven Central's archives: for the local stack and for tests. */
@NullMarked
package dev.stayflow.local.servers;

import org.jspecify.annotations.NullMarked;
