/**
 * Trains AOT caches: runs a process as it will run later, sends it real requests, and keeps what
 * the JVM learned.
 */
@NullMarked
package dev.stayflow.images.training;

import org.jspecify.annotations.NullMarked;
