/** The pages of queues and tasks, in a real browser. */
@NullMarked
package dev.stayflow.dispatcher.console;

import org.jspecify.annotations.NullMarked;
