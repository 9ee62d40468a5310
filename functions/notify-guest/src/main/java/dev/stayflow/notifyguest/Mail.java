package dev.stayflow.notifyguest;

import dev.stayflow.order.Contact;
import java.time.Instant;

/**
 * A letter with its envelope.
 *
 * @param id the Message-ID, by which mail programs know a mail that came twice
 */
record Mail(String id, Contact to, Letter letter, Instant at) {}
