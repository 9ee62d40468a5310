/**
 * What people change by hand, from the API or the console: done, noted in the journal and logged.
 */
@NullMarked
package dev.stayflow.dispatcher.operations;

import org.jspecify.annotations.NullMarked;
