/** Tests of the domain. */
@NullMarked
package dev.stayflow.order;

import org.jspecify.annotations.NullMarked;
