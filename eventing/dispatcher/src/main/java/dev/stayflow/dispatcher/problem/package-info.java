/** Why a request is not done, as the caller is told it. */
@NullMarked
package dev.stayflow.dispatcher.problem;

import org.jspecify.annotations.NullMarked;
