/** The sandbox payment provider: plays a provider and its guest for local stacks and tests. */
@NullMarked
package dev.stayflow.local.provider;

import org.jspecify.annotations.NullMarked;
