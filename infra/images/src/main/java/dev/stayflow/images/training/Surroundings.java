package dev.stayflow.images.training;

import dev.stayflow.local.servers.KafkaServer;
import dev.stayflow.local.servers.Ports;
import dev.stayflow.local.servers.PostgresServer;
import dev.stayflow.local.servers.RedisServer;
import dev.stayflow.local.servers.ServerFailure;
import dev.stayflow.postgres.Migrate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a process in training finds around it. A server is started when a placeholder of a script
 * first asks for it: {@code {{database.url}}}, {@code {{database.user}}}, {@code
 * {{database.password}}}, {@code {{redis.url}}}, {@code {{kafka.brokers}}}, {@code
 * {{outside.url}}}, {@code {{mail.port}}}, {@code {{free.port}}}, {@code {{token.secret}}}, {@code
 * {{token 42}}}, {@code {{webhook.secret}}}, {@code {{now}}} (RFC 3339), {@code {{days 7}}} (unix
 * seconds, from now).
 */
final class Surroundings implements AutoCloseable {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z.]+)(?: (\\d+))?}}");

  /** Stands still until {@link #restore}, so that a request that is sent again is the same. */
  private Instant now = Instant.now();

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private @Nullable PostgresServer database;
  private @Nullable RedisServer redis;
  private @Nullable KafkaServer kafka;
  private @Nullable Outside outside;
  private @Nullable MailServer mail;

  /**
   * The text with all placeholders filled in.
   *
   * @throws TrainingFailure when it has an unknown one, or what one stands for does not start
   */
  String fill(String text) {
    try {
      var filled = new StringBuilder();
      var placeholder = PLACEHOLDER.matcher(text);
      while (placeholder.find()) {
        placeholder.appendReplacement(filled, Matcher.quoteReplacement(value(placeholder)));
      }
      return placeholder.appendTail(filled).toString();
    } catch (IOException | ServerFailure e) {
      throw new TrainingFailure("what it needs could not be started: " + e.getMessage(), e);
    }
  }

  /** The same for each of these values. */
  Map<String, String> fill(Map<String, String> settings) {
    var filled = new HashMap<String, String>();
    settings.forEach((name, value) -> filled.put(name, fill(value)));
    return filled;
  }

  /** Makes the tables, if there are any, what they were before the first request, and it is now. */
  void restore() {
    now = Instant.now();
    if (database != null) {
      fillTables(database);
    }
  }

  private String value(MatchResult placeholder) throws IOException {
    var argument = placeholder.group(2) == null ? "" : placeholder.group(2);
    return switch (placeholder.group(1)) {
      case "database.url" -> database().jdbcUrl();
      case "database.user" -> database().user();
      case "database.password" -> database().password();
      case "redis.url" -> redis().url();
      case "outside.url" -> outside().url();
      case "free.port" -> Integer.toString(Ports.free());
      case "mail.port" -> Integer.toString(mail().port());
      case "kafka.brokers" -> "localhost:" + kafka().port();
      case "token.secret" -> Credentials.TOKEN_SECRET;
      case "token" -> Credentials.token(argument);
      case "webhook.secret" -> Credentials.webhookSecret();
      case "now" -> now.toString();
      case "days" ->
          Long.toString(now.plus(Duration.ofDays(Long.parseLong(argument))).getEpochSecond());
      default -> throw new TrainingFailure("Unknown placeholder: " + placeholder.group());
    };
  }

  private PostgresServer database() {
    if (database == null) {
      database = keep(PostgresServer.startTemporary());
      Migrate.run(database.jdbcUrl(), database.user(), database.password(), true);
      fillTables(database);
    }
    return database;
  }

  private static void fillTables(PostgresServer server) {
    try (InputStream file = Surroundings.class.getResourceAsStream("orders.sql");
        var connection =
            DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
        var statement = connection.createStatement()) {
      statement.execute(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException | SQLException e) {
      throw new TrainingFailure("Cannot fill the tables: " + e.getMessage(), e);
    }
  }

  private RedisServer redis() {
    if (redis == null) {
      redis = keep(RedisServer.startTemporary());
    }
    return redis;
  }

  private KafkaServer kafka() throws IOException {
    if (kafka == null) {
      var directory = Files.createTempDirectory("training-kafka");
      kafka = keep(KafkaServer.start(directory, 0, Map.of("auto.create.topics.enable", "true")));
    }
    return kafka;
  }

  private Outside outside() throws IOException {
    if (outside == null) {
      outside = keep(Outside.start());
    }
    return outside;
  }

  private MailServer mail() throws IOException {
    if (mail == null) {
      mail = keep(MailServer.start());
    }
    return mail;
  }

  private <T extends AutoCloseable> T keep(T server) {
    started.push(server);
    return server;
  }

  @Override
  public void close() {
    for (var server : started) {
      try {
        server.close();
      } catch (Exception e) {
        throw new TrainingFailure("Cannot stop what the training started", e);
      }
    }
  }
}
