/** What OpenFaaS's connectors send, in the form in which functions take events. */
@NullMarked
package dev.stayflow.runtime.openfaas;

import org.jspecify.annotations.NullMarked;
