package dev.stayflow.dispatcher.console;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What a person likes; their browser keeps it, in cookies. */
@Controller
final class SettingsPage {
  @GetMapping("/settings")
  String settings() {
    return "settings";
  }
}
