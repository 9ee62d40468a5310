/** The pages that people look at. */
@NullMarked
package dev.stayflow.dispatcher.console;

import org.jspecify.annotations.NullMarked;
