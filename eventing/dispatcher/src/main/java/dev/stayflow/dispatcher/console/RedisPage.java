package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Inspector;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What each Redis that holds tasks tells of itself. */
@Controller
final class RedisPage {
  private final Inspector inspector;

  RedisPage(Inspector inspector) {
    this.inspector = inspector;
  }

  @GetMapping("/redis")
  String redis(Model model) {
    model.addAttribute(
        "nodes", inspector.redisInfo().stream().map(node -> new NodeInfo(node).view()).toList());
    return "redis";
  }
}
