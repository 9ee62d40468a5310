package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Journal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who did what by hand. */
@Controller
final class AuditPage {
  private final AuditSearch search;

  AuditPage(Journal journal) {
    this.search = new AuditSearch(journal);
  }

  @GetMapping("/audit")
  String audit(
      @RequestParam(defaultValue = "") String who,
      @RequestParam(defaultValue = "") String action,
      @RequestParam(required = false) @Nullable String from,
      Model model) {
    var filter = new AuditSearch.Filter(who.strip(), action.strip());
    model.addAttribute("filter", filter);
    model.addAttribute("from", from);
    model.addAttribute("found", search.read(filter, from));
    return "audit";
  }
}
