package dev.stayflow.manifests;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What containers and volumes ask for: amounts that are meant, requests within limits. */
final class Resources implements Check {
  private static final Pattern QUANTITY = Pattern.compile("(\\d+(?:\\.\\d+)?)(m|k|M|G|Ki|Mi|Gi)?");

  private static final Map<String, BigDecimal> UNITS =
      Map.of(
          "", BigDecimal.ONE,
          "m", new BigDecimal("0.001"),
          "k", new BigDecimal("1000"),
          "M", new BigDecimal("1000000"),
          "G", new BigDecimal("1000000000"),
          "Ki", new BigDecimal("1024"),
          "Mi", new BigDecimal("1048576"),
          "Gi", new BigDecimal("1073741824"));

  private static final BigDecimal LEAST_MEMORY = new BigDecimal("16777216");
  private static final BigDecimal MOST_MEMORY = new BigDecimal("68719476736");
  private static final BigDecimal MOST_CORES = new BigDecimal("32");

  @Override
  public void check(Rendering rendering, Findings findings) {
    rendering.containers().forEach(container -> check(container, findings));
    rendering
        .pods()
        .forEach(
            pod ->
                Indexed.of(pod.spec().path("volumes"))
                    .filter(volume -> volume.node().at("/emptyDir").has("sizeLimit"))
                    .forEach(
                        volume ->
                            bytes(
                                pod.owner(),
                                "%s.spec.volumes[%d].emptyDir.sizeLimit"
                                    .formatted(pod.path(), volume.index()),
                                volume.node().at("/emptyDir/sizeLimit"),
                                findings)));
    rendering
        .all(Kind.STATEFUL_SET)
        .forEach(
            set ->
                Indexed.of(set.at("/spec/volumeClaimTemplates"))
                    .forEach(
                        claim ->
                            bytes(
                                set,
                                "spec.volumeClaimTemplates[%d].spec.resources.requests.storage"
                                    .formatted(claim.index()),
                                claim.node().at("/spec/resources/requests/storage"),
                                findings)));
  }

  private static void check(PodTemplate.Container container, Findings findings) {
    var resources = container.content().path("resources");
    for (var needed : List.of("requests.cpu", "requests.memory", "limits.memory")) {
      findings.check(
          !resources.at("/" + needed.replace('.', '/')).isMissingNode(),
          container.owner(),
          "%s.resources.%s".formatted(container.path(), needed),
          "is missing");
    }
    for (var part : List.of("requests", "limits")) {
      for (var amount : resources.path(part).properties()) {
        var field = "%s.resources.%s.%s".formatted(container.path(), part, amount.getKey());
        if (amount.getKey().equals("cpu")) {
          var cores = amount(amount.getValue());
          findings.check(
              cores.isPresent()
                  && cores.get().signum() > 0
                  && cores.get().compareTo(MOST_CORES) <= 0,
              container.owner(),
              field,
              "\"%s\" must be cores such as 250m or 1".formatted(amount.getValue().asString("")));
        } else {
          bytes(container.owner(), field, amount.getValue(), findings);
        }
      }
    }
    for (var unit : List.of("cpu", "memory", "ephemeral-storage")) {
      var asked = amount(resources.at("/requests/" + unit));
      var limit = amount(resources.at("/limits/" + unit));
      findings.check(
          asked.isEmpty() || limit.isEmpty() || asked.get().compareTo(limit.get()) <= 0,
          container.owner(),
          "%s.resources.requests.%s".formatted(container.path(), unit),
          "is more than the limit");
    }
  }

  /** 128m is a tenth of a byte. */
  private static void bytes(Manifest in, String field, JsonNode amount, Findings findings) {
    var bytes = amount(amount);
    findings.check(
        bytes.isPresent()
            && bytes.get().compareTo(LEAST_MEMORY) >= 0
            && bytes.get().compareTo(MOST_MEMORY) <= 0,
        in,
        field,
        "\"%s\" must be bytes such as 256Mi (m stands for thousandths)"
            .formatted(amount.asString("")));
  }

  private static Optional<BigDecimal> amount(JsonNode quantity) {
    var parts = QUANTITY.matcher(quantity.asString(""));
    if (!parts.matches()) {
      return Optional.empty();
    }
    var unit = parts.group(2) == null ? "" : parts.group(2);
    return Optional.of(
        new BigDecimal(parts.group(1)).multiply(UNITS.getOrDefault(unit, BigDecimal.ONE)));
  }
}
