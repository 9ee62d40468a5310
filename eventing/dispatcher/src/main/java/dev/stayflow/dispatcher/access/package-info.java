/** Who may do what, and on which port. */
@NullMarked
package dev.stayflow.dispatcher.access;

import org.jspecify.annotations.NullMarked;
