/** Periodic tasks with two processes: one that schedules, one that works. */
@NullMarked
package dev.stayflow.delayedtasks.example;

import org.jspecify.annotations.NullMarked;
