package dev.stayflow.dispatcher.api;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.Journal;
import dev.stayflow.delayedtasks.JournalPage;
import dev.stayflow.delayedtasks.RedisNodeInfo;
import dev.stayflow.dispatcher.settings.ServiceFacts;
import java.util.List;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What there is to know of the service as a whole. */
@RestController
@RequestMapping("/api")
final class ServiceApi {
  private final Inspector inspector;
  private final Journal journal;
  private final ServiceFacts facts;

  ServiceApi(Inspector inspector, Journal journal, ServiceFacts facts) {
    this.inspector = inspector;
    this.journal = journal;
    this.facts = facts;
  }

  record Workers(List<WorkerJson> workers) {}

  record Nodes(List<RedisNodeInfo> nodes) {}

  @GetMapping("/workers")
  Workers workers() {
    return new Workers(inspector.servers().stream().map(WorkerJson::of).toList());
  }

  @GetMapping("/redis")
  Nodes redis() {
    return new Nodes(inspector.redisInfo());
  }

  @GetMapping("/journal")
  JournalPage journal(
      @RequestParam Optional<String> from, @RequestParam(defaultValue = "50") int size) {
    Check.size(size);
    return Check.taken("from", () -> journal.page(from, size));
  }

  @GetMapping("/settings")
  ServiceFacts settings() {
    return facts;
  }

  @GetMapping(value = "/openapi.yaml", produces = "application/yaml")
  Resource document() {
    return new ClassPathResource("openapi.yaml", ServiceApi.class);
  }
}
