/** The local stack: its parts as local-stack.yml lists them, started, watched and stopped. */
@NullMarked
package dev.stayflow.local.stack;

import org.jspecify.annotations.NullMarked;
