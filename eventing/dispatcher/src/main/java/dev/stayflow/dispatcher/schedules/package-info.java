/** Schedules of events, from a file or by the API. */
@NullMarked
package dev.stayflow.dispatcher.schedules;

import org.jspecify.annotations.NullMarked;
