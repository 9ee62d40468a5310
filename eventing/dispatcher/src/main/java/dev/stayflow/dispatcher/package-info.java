/** The service: CloudEvents in, CloudEvents out when they are due. */
@NullMarked
package dev.stayflow.dispatcher;

import org.jspecify.annotations.NullMarked;
