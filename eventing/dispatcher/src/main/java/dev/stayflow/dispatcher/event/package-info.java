/** The events of the delayed delivery protocol and how a task holds one. */
@NullMarked
package dev.stayflow.dispatcher.event;

import org.jspecify.annotations.NullMarked;
