/** One table of requests and events, held against every host that runs functions. */
@NullMarked
package dev.stayflow.hosts;

import org.jspecify.annotations.NullMarked;
