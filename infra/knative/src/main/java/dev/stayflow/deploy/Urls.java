package dev.stayflow.deploy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where people find what was deployed. */
final class Urls {
  private static final Duration LINK_VALID_FOR = Duration.ofMinutes(10);

  private final Kubectl kubectl;
  private final DeployOptions options;
  private final List<Manifest> manifests;
  private final InstantSource clock;

  Urls(Kubectl kubectl, DeployOptions options, List<Manifest> manifests, InstantSource clock) {
    this.kubectl = kubectl;
    this.options = options;
    this.manifests = manifests;
    this.clock = clock;
  }

  List<String> lines() {
    var lines = new ArrayList<String>();
    gateway().forEach(url -> lines.add("  gateway    " + url));
    for (var service : Rendering.of(manifests, "", "Service").toList()) {
      switch (service.name().name()) {
        case "dispatcher-console" -> {
          lines.add("  console    http://localhost:8980 by: " + forward(service, 8980));
          if (options.dev()) {
            signIn(service)
                .ifPresent(
                    link -> lines.add("             signed in, once, within 10 minutes: " + link));
          }
        }
        case "sandbox" ->
            lines.add("  sandbox    http://localhost:8090 by: " + forward(service, 8090));
        case "mailbox" ->
            lines.add("  mailbox    http://localhost:8091 by: " + forward(service, 8091));
        default -> {}
      }
    }
    return lines;
  }

  private String forward(Manifest service, int port) {
    var name = service.name();
    var ports = service.tree().path("spec").path("ports");
    var target = ports.path(0).path("port").asInt(port);
    for (var each : ports) {
      if (each.path("port").asInt(0) == port || each.path("name").asString("").equals("http")) {
        target = each.path("port").asInt(port);
      }
    }
    return kubectl.shown(
        "-n %s port-forward service/%s %d:%d"
            .formatted(name.namespace(), name.name(), port, target));
  }

  private List<String> gateway() {
    var found = new ArrayList<String>();
    for (var gateway : Rendering.of(manifests, Phase.GATEWAYS, "Gateway").toList()) {
      var name = gateway.name();
      var addresses = GatewayAddresses.of(kubectl, name);
      for (var listener : gateway.tree().path("spec").path("listeners")) {
        var scheme = listener.path("protocol").asString("").equals("HTTPS") ? "https" : "http";
        var port = listener.path("port").asInt(80);
        var host = listener.path("hostname").asString("");
        var shown = !host.isEmpty() ? host : addresses.isEmpty() ? "" : addresses.getFirst();
        if (!shown.isEmpty()) {
          found.add(
              "%s://%s%s%s"
                  .formatted(
                      scheme,
                      shown,
                      port == 80 || port == 443 ? "" : ":" + port,
                      host.isEmpty() || addresses.isEmpty()
                          ? ""
                          : ", at " + String.join(", ", addresses)));
        }
      }
      if (found.isEmpty()) {
        found.add("has no address yet: kubectl get gateway " + name.name() + name.inNamespace());
      }
    }
    return found;
  }

  /** With the secret that the dispatcher has, so that nobody needs a password on dev. */
  private Optional<String> signIn(Manifest console) {
    var now = clock.instant();
    return new Secrets(kubectl, options, List.of())
        .value(console.name().namespace(), "dispatcher", "console-secret")
        .map(
            secret ->
                "http://localhost:8980/sign-in?link="
                    + SmokeToken.signed(
                        secret,
                        Map.of(
                            "aud",
                            "dispatcher-sign-in-link",
                            "sub",
                            "dev",
                            "role",
                            "operator",
                            "jti",
                            UUID.randomUUID().toString(),
                            "iat",
                            now.getEpochSecond(),
                            "exp",
                            now.plus(LINK_VALID_FOR).getEpochSecond())));
  }
}
