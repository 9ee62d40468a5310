/** Typed settings out of environment variables. */
@NullMarked
package dev.stayflow.dispatcher.settings;

import org.jspecify.annotations.NullMarked;
