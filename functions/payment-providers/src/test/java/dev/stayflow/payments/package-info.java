/** Tests, and WeChat Pay's side of its protocol for the tests of functions. */
@NullMarked
package dev.stayflow.payments;

import org.jspecify.annotations.NullMarked;
