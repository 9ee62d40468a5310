/**
 * Plays the gateway for the local stack: the public paths of the HTTPRoutes that production
 * applies.
 */
@NullMarked
package dev.stayflow.local.gateway;

import org.jspecify.annotations.NullMarked;
