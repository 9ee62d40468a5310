/**
 * Brings what AWS Lambda hands over to a function, and its answer back: one handler a kind of
 * event.
 */
@NullMarked
package dev.stayflow.lambda;

import org.jspecify.annotations.NullMarked;
