/** The demo: real orders live and die on a stack of their own. */
@NullMarked
package dev.stayflow.local.demo;

import org.jspecify.annotations.NullMarked;
