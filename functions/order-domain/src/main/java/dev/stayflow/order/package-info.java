/** What an order is and what may happen to it; no framework, no input or output. */
@NullMarked
package dev.stayflow.order;

import org.jspecify.annotations.NullMarked;
