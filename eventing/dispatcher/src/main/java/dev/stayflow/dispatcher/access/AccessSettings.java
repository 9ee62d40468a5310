package dev.stayflow.dispatcher.access;

import dev.stayflow.dispatcher.settings.EnvironmentReader;

/**
 * Who may come in, and where.
 *
 * @param port of the console and the API
 */
public record AccessSettings(int port) {
  /** Reads and checks {@code CONSOLE_*}. */
  public static AccessSettings read(EnvironmentReader in) {
    return new AccessSettings(in.integer("CONSOLE_PORT", 8980, 0, 65535));
  }
}
