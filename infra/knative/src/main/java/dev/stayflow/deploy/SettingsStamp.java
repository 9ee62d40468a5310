package dev.stayflow.deploy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What an object's pods read from ConfigMaps as environment variables, in twelve digits. Stamped on
 * the template of its pods, so that a changed value makes a new revision, which can be rolled back,
 * and not only reaches pods that start by chance; who does not read the value stays as it is.
 */
final class SettingsStamp {
  static final String ANNOTATION = "stayflow.dev/settings";
  private static final int DIGITS = 12;

  private final Map<String, JsonNode> settings;

  SettingsStamp(List<Manifest> manifests) {
    settings =
        Rendering.of(manifests, "", "ConfigMap")
            .collect(
                Collectors.toMap(
                    map -> map.name().namespace() + "/" + map.name().name(),
                    map -> map.tree().path("data"),
                    (first, _) -> first));
  }

  /** Empty for what has no pods that stay, or reads nothing. */
  Optional<String> of(Manifest manifest) {
    var name = manifest.name();
    if (!name.group().equals("apps") && !name.is(Phase.SERVING, "Service")) {
      return Optional.empty();
    }
    var read = new TreeMap<String, String>();
    for (var reference : manifest.tree().findValues("configMapKeyRef")) {
      var map = reference.path("name").asString("");
      var key = reference.path("key").asString("");
      read.put(map + "/" + key, data(name, map).path(key).asString(""));
    }
    for (var reference : manifest.tree().findValues("configMapRef")) {
      var map = reference.path("name").asString("");
      data(name, map)
          .properties()
          .forEach(each -> read.put(map + "/" + each.getKey(), each.getValue().asString("")));
    }
    return read.isEmpty() ? Optional.empty() : Optional.of(digest(read));
  }

  private JsonNode data(ObjectName reader, String map) {
    return Optional.ofNullable(settings.get(reader.namespace() + "/" + map))
        .orElseGet(tools.jackson.databind.node.MissingNode::getInstance);
  }

  private static String digest(Map<String, String> read) {
    Function<String, String> sized = text -> text.length() + ":" + text;
    var text = new StringBuilder();
    read.forEach((name, value) -> text.append(sized.apply(name)).append(sized.apply(value)));
    try {
      var bytes =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes).substring(0, DIGITS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
