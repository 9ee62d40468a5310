package dev.stayflow.delayedtasks;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.redisson.api.redisnode.RedisNode;

/**
 * What a Redis that holds tasks tells of itself.
 *
 * @param address of the node
 * @param sections of its INFO: values by name, by section in lower case
 */
public record RedisNodeInfo(String address, Map<String, Map<String, String>> sections) {
  /** Not sections, but sums of them. */
  private static final Set<RedisNode.InfoSection> SUMS =
      EnumSet.of(RedisNode.InfoSection.ALL, RedisNode.InfoSection.DEFAULT);

  static RedisNodeInfo of(RedisNode node) {
    var sections = new TreeMap<String, Map<String, String>>();
    Arrays.stream(RedisNode.InfoSection.values())
        .filter(section -> !SUMS.contains(section))
        .forEach(
            section ->
                sections.put(
                    section.name().toLowerCase(Locale.ROOT), new TreeMap<>(node.info(section))));
    return new RedisNodeInfo(
        node.getAddr().getHostString() + ":" + node.getAddr().getPort(), sections);
  }
}
