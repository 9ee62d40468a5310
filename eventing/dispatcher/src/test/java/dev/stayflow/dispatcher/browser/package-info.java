/** The console as people use it: a real browser on a running service. */
@NullMarked
package dev.stayflow.dispatcher.browser;

import org.jspecify.annotations.NullMarked;
