/** Builds the images: what goes in, what they are called, and the engine that builds them. */
@NullMarked
package dev.stayflow.images;

import org.jspecify.annotations.NullMarked;
