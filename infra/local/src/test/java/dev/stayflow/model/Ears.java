package dev.stayflow.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stayflow.contracts.EventType;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Hears what is said to the dispatcher and to the notifier of guests, and keeps it: deliveries
 * asked for and cancelled, dead letters, notices.
 */
final class Ears implements AutoCloseable {
  private static final int BACKLOG = 1000;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Set<String>> deliveries = new ConcurrentHashMap<>();
  private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
  private final Map<String, Set<String>> told = new ConcurrentHashMap<>();
  private final List<String> deadLetters = new CopyOnWriteArrayList<>();

  Ears() {
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** When deliveries of the task were asked for: RFC 3339 times, each once. */
  Set<String> deliveries(String task) {
    return deliveries.getOrDefault(task, Set.of());
  }

  boolean cancelled(String task) {
    return cancelled.contains(task);
  }

  /** How many different events of the type there were about the order. */
  int told(String type, String orderSn) {
    return told.getOrDefault(key(type, orderSn), Set.of()).size();
  }

  List<String> deadLetters() {
    return List.copyOf(deadLetters);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      CloudEvent event =
          HttpMessageFactory.createReaderFromMultimap(
                  exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes())
              .toEvent();
      if (exchange.getRequestURI().getPath().equals("/dead-letters")) {
        deadLetters.add(event.toString());
      } else {
        hear(event);
      }
      exchange.sendResponseHeaders(202, -1);
    }
  }

  private void hear(CloudEvent event) {
    String task = String.valueOf(event.getExtension("delivertask"));
    switch (event.getType()) {
      case EventType.DELIVERY_REQUESTED ->
          set(deliveries, task).add(String.valueOf(event.getExtension("deliverat")));
      case EventType.DELIVERY_CANCELLED -> cancelled.add(task);
      default ->
          set(told, key(event.getType(), String.valueOf(event.getExtension("partitionkey"))))
              .add(event.getId());
    }
  }

  private static Set<String> set(Map<String, Set<String>> map, String key) {
    return map.computeIfAbsent(key, _ -> ConcurrentHashMap.newKeySet());
  }

  private static String key(String type, String orderSn) {
    return type + " " + orderSn;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
