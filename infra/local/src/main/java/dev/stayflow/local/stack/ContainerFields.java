package dev.stayflow.local.stack;

import dev.stayflow.local.manifests.Section;
import java.util.List;
import java.util.regex.Pattern;

/** What a service says of its container alone: checked, and of no use to the embedded engine. */
record ContainerFields(Section service) {
  private static final Pattern DURATION = Pattern.compile("(\\d+m)?(\\d+s)?");
  private static final Pattern SIZE = Pattern.compile("\\d+[mg]");

  void read() {
    service.optionalText("working_dir");
    for (var list : List.of("command", "volumes", "cap_drop", "security_opt", "tmpfs")) {
      if (service.has(list)) {
        service.texts(list);
      }
    }
    service.flag("read_only");
    matching("mem_limit", SIZE, "a size such as 320m or 1g");
    matching("stop_grace_period", DURATION, "a time such as 30s");
    service.optionalSection("healthcheck").ifPresent(ContainerFields::healthcheck);
  }

  private static void healthcheck(Section healthcheck) {
    healthcheck.texts("test");
    for (var time : List.of("interval", "timeout", "start_period")) {
      healthcheck.optionalText(time);
    }
    healthcheck.integer("retries", 1, 1000);
  }

  private void matching(String field, Pattern pattern, String what) {
    service
        .optionalText(field)
        .filter(text -> !pattern.matcher(text).matches())
        .ifPresent(text -> service.problem(field, "\"%s\" must be %s".formatted(text, what)));
  }
}
