/**
 * The chaos run: orders and payments while everything is killed in turn, and what became of them.
 */
@NullMarked
package dev.stayflow.local.chaos;

import org.jspecify.annotations.NullMarked;
