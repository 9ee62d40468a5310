/**
 * The mailbox of local stacks: an SMTP server that keeps every mail, and a page that shows them.
 */
@NullMarked
package dev.stayflow.local.mail;

import org.jspecify.annotations.NullMarked;
