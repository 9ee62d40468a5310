package dev.stayflow.delayedtasks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how to talk to it.
 *
 * @param shape what stands at the addresses
 * @param tls whether all connections are encrypted and the servers' certificates checked
 * @param nodes {@code host:port} of the Redis, of Sentinels, or of some nodes of the Cluster
 * @param database its number; a Cluster has 0 only
 * @param user of Redis's ACL; the default user when absent
 * @param authorities whose certificates to trust; those of the Java runtime when empty
 * @param replicas how many must confirm what is stored before it counts as stored
 * @param replicatedWithin how long they may take, in whole milliseconds
 * @param answerWithin how long Redis may take to answer, in whole milliseconds
 */
public record RedisSettings(
    Shape shape,
    boolean tls,
    List<String> nodes,
    int database,
    Optional<String> user,
    Optional<String> password,
    List<Certificate> authorities,
    int replicas,
    Duration replicatedWithin,
    Duration answerWithin) {

  private static final String NODE = "([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?";
  private static final String NODES = "(?<nodes>" + NODE + "(," + NODE + ")*)";
  private static final String DATABASE = "(/(?<database>\\d{1,4})?)?";
  private static final Pattern SINGLE =
      Pattern.compile("redis(?<tls>s?)://(?<nodes>" + NODE + ")" + DATABASE);
  private static final Pattern SENTINEL =
      Pattern.compile(
          "redis(?<tls>s?)\\+sentinel://" + NODES + "/(?<master>[A-Za-z0-9._-]+)" + DATABASE);
  private static final Pattern CLUSTER =
      Pattern.compile("redis(?<tls>s?)\\+cluster://" + NODES + "/?");
  private static final int PORT = 6379;
  private static final int SENTINEL_PORT = 26379;

  /** What stands at the addresses. */
  public sealed interface Shape {
    /** One Redis. */
    record Single() implements Shape {}

    /** Sentinels, which know where the master of this name is. */
    record Sentinel(String master) implements Shape {}

    /** Nodes of a Redis Cluster. */
    record Cluster() implements Shape {}
  }

  /** Copies the lists and checks the values. */
  public RedisSettings {
    nodes = List.copyOf(nodes);
    authorities = List.copyOf(authorities);
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas are 0 or more, not " + replicas);
    }
    if (user.isPresent() && password.isEmpty()) {
      throw new IllegalArgumentException("user " + user.get() + " of Redis needs a password");
    }
    if (!authorities.isEmpty() && !tls) {
      throw new IllegalArgumentException(
          "a certificate authority is of no use without TLS: use a URL that begins with rediss");
    }
  }

  /**
   * Reads a URL: {@code redis://host:port/database}, {@code
   * redis+sentinel://host:port,host:port/master/database}, {@code
   * redis+cluster://host:port,host:port}; {@code rediss} instead of {@code redis} means TLS. Ports
   * (6379, of Sentinels 26379) and database (0) may be left out. Answers are waited for 2 s.
   *
   * @throws IllegalArgumentException when it has another form; the message does not repeat the URL,
   *     which may hold a password
   */
  public static RedisSettings of(String url) {
    var single = SINGLE.matcher(url);
    if (single.matches()) {
      return of(new Shape.Single(), single, PORT, single.group("database"));
    }
    var sentinel = SENTINEL.matcher(url);
    if (sentinel.matches()) {
      var shape = new Shape.Sentinel(sentinel.group("master"));
      return of(shape, sentinel, SENTINEL_PORT, sentinel.group("database"));
    }
    var cluster = CLUSTER.matcher(url);
    if (cluster.matches()) {
      return of(new Shape.Cluster(), cluster, PORT, null);
    }
    throw new IllegalArgumentException(
        "the URL of Redis is redis://host:port/database, redis+sentinel://host:port,host:port/master"
            + " or redis+cluster://host:port,host:port, with rediss instead of redis for TLS; user"
            + " and password are settings of their own");
  }

  private static RedisSettings of(
      Shape shape, Matcher url, int defaultPort, @Nullable String database) {
    return new RedisSettings(
        shape,
        !url.group("tls").isEmpty(),
        Stream.of(url.group("nodes").split(",", -1))
            .map(node -> node.matches(".*:\\d+") ? node : node + ":" + defaultPort)
            .toList(),
        database == null ? 0 : Integer.parseInt(database),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        0,
        Duration.ofSeconds(1),
        Duration.ofSeconds(2));
  }

  public RedisSettings withPassword(String secret) {
    return with(user, Optional.of(secret), authorities, replicas, replicatedWithin, answerWithin);
  }

  public RedisSettings withUser(String name, String secret) {
    var named = Optional.of(name);
    return with(named, Optional.of(secret), authorities, replicas, replicatedWithin, answerWithin);
  }

  /**
   * Trusts servers with certificates of these authorities, and no others.
   *
   * @param pem a file of certificates
   * @throws IllegalArgumentException when it cannot be read, holds none, or the URL is without TLS
   */
  public RedisSettings withAuthorities(Path pem) {
    return with(user, password, certificates(pem), replicas, replicatedWithin, answerWithin);
  }

  /** Counts tasks as stored when so many replicas confirmed them; fails when they are too slow. */
  public RedisSettings withReplicas(int confirming, Duration within) {
    return with(user, password, authorities, confirming, within, answerWithin);
  }

  public RedisSettings withAnswerWithin(Duration time) {
    return with(user, password, authorities, replicas, replicatedWithin, time);
  }

  /** The URL, which holds no secret. */
  @Override
  public String toString() {
    var scheme = tls ? "rediss" : "redis";
    var hosts = String.join(",", nodes);
    var path = database == 0 ? "" : "/" + database;
    return switch (shape) {
      case Shape.Single() -> scheme + "://" + hosts + path;
      case Shape.Sentinel(var master) -> scheme + "+sentinel://" + hosts + "/" + master + path;
      case Shape.Cluster() -> scheme + "+cluster://" + hosts;
    };
  }

  private RedisSettings with(
      Optional<String> user,
      Optional<String> password,
      List<Certificate> authorities,
      int replicas,
      Duration replicatedWithin,
      Duration answerWithin) {
    return new RedisSettings(
        shape,
        tls,
        nodes,
        database,
        user,
        password,
        authorities,
        replicas,
        replicatedWithin,
        answerWithin);
  }

  private static List<Certificate> certificates(Path pem) {
    try (var in = Files.newInputStream(pem)) {
      var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new IllegalArgumentException(pem + " holds no certificate in PEM form");
      }
      return List.copyOf(found);
    } catch (IOException e) {
      throw new IllegalArgumentException(pem + " cannot be read", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(pem + " holds no certificate in PEM form", e);
    }
  }
}
