/**
 * Homestays, orders and payments in PostgreSQL, and the outbox that their events leave through.
 * Every change is guarded by the state it starts from and committed together with its events; a
 * change that was not possible is a returned value. A database that is away is an {@link
 * dev.stayflow.runtime.Unavailable}.
 */
@NullMarked
package dev.stayflow.store;

import org.jspecify.annotations.NullMarked;
