/**
 * The front door of every Stayflow function: HTTP and CloudEvents in, Spring Cloud Function's
 * catalog behind, settings, tokens, logs, metrics and traces around it.
 */
@NullMarked
package dev.stayflow.runtime;

import org.jspecify.annotations.NullMarked;
