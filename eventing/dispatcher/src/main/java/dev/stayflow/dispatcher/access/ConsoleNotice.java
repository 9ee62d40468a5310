package dev.stayflow.dispatcher.access;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/** Tells once, at start, whether the console can be reached, or what to set so that it can. */
final class ConsoleNotice {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleNotice.class);

  private final AccessSettings settings;
  private final ConsolePort console;

  ConsoleNotice(AccessSettings settings, ConsolePort console) {
    this.settings = settings;
    this.console = console;
  }

  @EventListener(ApplicationReadyEvent.class)
  void tell() {
    if (console.number().isEmpty()) {
      LOG.info(
          "The console is closed, since nobody could sign in: set CONSOLE_USERS, CONSOLE_TOKENS,"
              + " CONSOLE_OIDC_ISSUER or CONSOLE_SECRET");
      return;
    }
    LOG.atInfo()
        .addKeyValue("port", console.number().get())
        .addKeyValue("read_only", settings.readOnly())
        .log("The console is open");
    if (settings.secret().isEmpty()) {
      LOG.warn(
          "CONSOLE_SECRET is not set: sign-ins end when this process does, and other replicas do"
              + " not know them");
    }
  }
}
