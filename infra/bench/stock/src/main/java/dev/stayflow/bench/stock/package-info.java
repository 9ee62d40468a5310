/** A function as an ordinary Spring Boot application, to measure beside it. */
@NullMarked
package dev.stayflow.bench.stock;

import org.jspecify.annotations.NullMarked;
