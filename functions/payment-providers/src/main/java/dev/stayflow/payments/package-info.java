/**
 * Payment providers behind one port: {@link dev.stayflow.payments.PaymentProvider} asks them for
 * something, {@link dev.stayflow.payments.PaymentCallbacks} reads what they tell. A provider that
 * cannot be asked is a {@link dev.stayflow.runtime.Unavailable}.
 */
@NullMarked
package dev.stayflow.payments;

import org.jspecify.annotations.NullMarked;
