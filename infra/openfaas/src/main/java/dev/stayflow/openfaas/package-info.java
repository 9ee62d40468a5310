/** Reads the stack of functions for OpenFaaS as strictly as nobody else does, and fills it in. */
@NullMarked
package dev.stayflow.openfaas;

import org.jspecify.annotations.NullMarked;
