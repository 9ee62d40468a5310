/** Brings the manifests to a cluster, through kubectl, and takes them away again. */
@NullMarked
package dev.stayflow.deploy;

import org.jspecify.annotations.NullMarked;
