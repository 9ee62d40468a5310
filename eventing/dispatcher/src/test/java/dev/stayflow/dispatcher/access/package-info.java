/** Who may do what, and on which port: through the doors. */
@NullMarked
package dev.stayflow.dispatcher.access;

import org.jspecify.annotations.NullMarked;
