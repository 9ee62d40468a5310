/** Tasks that run later, once, on time, on Redis: client, server, inspector. No framework. */
@NullMarked
package dev.stayflow.delayedtasks;

import org.jspecify.annotations.NullMarked;
