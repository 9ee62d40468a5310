/** Measures the delayed-task engine, and its peers beside it. */
@NullMarked
package dev.stayflow.bench;

import org.jspecify.annotations.NullMarked;
