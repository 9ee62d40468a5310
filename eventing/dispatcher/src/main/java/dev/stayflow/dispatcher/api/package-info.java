/** The REST API. */
@NullMarked
package dev.stayflow.dispatcher.api;

import org.jspecify.annotations.NullMarked;
