package dev.stayflow.deploy;

import java.util.List;

/** Where a Gateway says that it can be reached. */
final class GatewayAddresses {
  private GatewayAddresses() {}

  /** Host names and IP addresses as its status has them; none while it has got none. */
  static List<String> of(Kubectl kubectl, ObjectName gateway) {
    return kubectl
        .objects(
            "get",
            "gateway." + Phase.GATEWAYS,
            gateway.name(),
            "-n",
            gateway.namespace(),
            "-o",
            "json",
            "--ignore-not-found")
        .stream()
        .flatMap(object -> object.path("status").path("addresses").valueStream())
        .map(address -> address.path("value").asString(""))
        .filter(value -> !value.isEmpty())
        .toList();
  }
}
