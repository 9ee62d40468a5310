/** Tests of the store, and {@link dev.stayflow.store.TestDatabase} for the tests of others. */
@NullMarked
package dev.stayflow.store;

import org.jspecify.annotations.NullMarked;
