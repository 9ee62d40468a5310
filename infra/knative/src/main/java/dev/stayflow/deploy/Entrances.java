package dev.stayflow.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Finds a way in: the Gateway's address; else the Service that its implementation made for it,
 * through kubectl; else Knative's ingress behind it, with what the gateway would rewrite rewritten
 * here.
 */
final class Entrances {
  private static final int CONNECT_MILLIS = 3000;

  /**
   * By which labels implementations mark the Service of a Gateway: the standard's, Envoy Gateway's.
   */
  private static final List<String> LABELS =
      List.of(
          "gateway.networking.k8s.io/gateway-name", "gateway.envoyproxy.io/owning-gateway-name");

  private final Kubectl kubectl;
  private final List<Manifest> manifests;
  private final Progress progress;

  Entrances(Kubectl kubectl, List<Manifest> manifests, Progress progress) {
    this.kubectl = kubectl;
    this.manifests = manifests;
    this.progress = progress;
  }

  /**
   * @param path one of the public paths, by which Knative's ingress is found
   */
  Entrance open(String path) {
    var gateway = Rendering.of(manifests, Phase.GATEWAYS, "Gateway").findFirst();
    if (gateway.isPresent()) {
      var address = address(gateway.get());
      if (address.isPresent()) {
        return address.get();
      }
      var service = service(gateway.get());
      if (service.isPresent()) {
        return service.get();
      }
    }
    return ingress(path);
  }

  private Optional<Entrance> address(Manifest gateway) {
    var found = GatewayAddresses.of(kubectl, gateway.name()).stream().findFirst();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var listener = listener(gateway);
    var port = listener.path("port").asInt(80);
    var host = host(listener);
    if (listener.path("protocol").asString("").equals("HTTPS")) {
      // Its certificate is for the name, and a client that checks it must come by the name.
      if (!host.isEmpty() && resolves(host)) {
        return Optional.of(Entrance.at(uri("https", host, port), ""));
      }
      progress.say(
          ("  note: %s must lead to the Gateway's address, %s, and does not yet: a DNS record is"
                  + " missing.")
              .formatted(host.isEmpty() ? "A name" : host, found.get()));
      return Optional.empty();
    }
    if (!reachable(found.get(), port)) {
      progress.say(
          "  note: the Gateway's address, %s port %d, cannot be reached from here."
              .formatted(found.get(), port));
      return Optional.empty();
    }
    return Optional.of(Entrance.at(uri("http", found.get(), port), host));
  }

  private Optional<Entrance> service(Manifest gateway) {
    for (var label : LABELS) {
      var services =
          kubectl.objects(
              "get",
              "services",
              "--all-namespaces",
              "-l",
              label + "=" + gateway.name().name(),
              "-o",
              "json");
      var listener = listener(gateway);
      if (!services.isEmpty() && listener.path("protocol").asString("").equals("HTTP")) {
        var service = ObjectName.of(services.getFirst());
        var forward =
            PortForward.to(
                kubectl, service.namespace(), service.name(), listener.path("port").asInt(80));
        var entrance = Entrance.at(uri("http", "127.0.0.1", forward.port()), host(listener));
        return Optional.of(
            new Entrance(
                "a port-forward to the gateway's Service %s in %s"
                    .formatted(service.name(), service.namespace()),
                entrance.target(),
                forward));
      }
    }
    return Optional.empty();
  }

  private Entrance ingress(String path) {
    var route =
        Route.of(manifests, path)
            .orElseThrow(() -> new DeployFailure("No HTTPRoute leads from " + path + "."));
    var forward = PortForward.to(kubectl, route.namespace(), route.backend(), route.port());
    var base = uri("http", "127.0.0.1", forward.port());
    return new Entrance(
        "a port-forward to %s in %s, past the gateway"
            .formatted(route.backend(), route.namespace()),
        each -> {
          var to = Route.of(manifests, each).orElse(route);
          return new Entrance.Target(base.resolve(to.target()), to.host());
        },
        forward);
  }

  /** By TLS, where there is one with it. */
  private static JsonNode listener(Manifest gateway) {
    var listeners = gateway.tree().path("spec").path("listeners");
    for (var listener : listeners) {
      if (listener.path("protocol").asString("").equals("HTTPS")) {
        return listener;
      }
    }
    return listeners.path(0);
  }

  private static String host(JsonNode listener) {
    return listener.path("hostname").asString("").replace("*", "www");
  }

  private static URI uri(String scheme, String host, int port) {
    var usual = scheme.equals("https") ? 443 : 80;
    var shown = host.contains(":") ? "[" + host + "]" : host;
    return URI.create(scheme + "://" + shown + (port == usual ? "" : ":" + port) + "/");
  }

  private static boolean resolves(String host) {
    try {
      return InetAddress.getByName(host) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean reachable(String host, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
