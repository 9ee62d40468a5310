/**
 * Reads the manifests that production applies, strictly: what it does not know is a problem with
 * file, line and field.
 *
 * <p>A cluster accepts many wrong manifests and silently drops what it does not understand; here
 * everything is reported at once, before anything starts.
 */
@NullMarked
package dev.stayflow.local.manifests;

import org.jspecify.annotations.NullMarked;
