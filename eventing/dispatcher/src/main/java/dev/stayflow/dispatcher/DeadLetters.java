package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.DelayedTaskClient;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.Task;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.dispatcher.event.EventReader;
import dev.stayflow.dispatcher.event.Message;
import dev.stayflow.dispatcher.event.Received;
import dev.stayflow.dispatcher.event.StoredEvent;
import dev.stayflow.dispatcher.settings.HttpUrl;
import io.cloudevents.CloudEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what Knative could not deliver, whatever it is, for people to see and to replay. Nothing is
 * refused: what is refused comes back for ever.
 */
final class DeadLetters {
  static final String PATH = "/dead-letters";
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final int LONGEST_ID = 1500;
  private static final int MOST_OF_HEADER = 1000;
  private static final String UNREADABLE = "unreadable";

  /** What viewers must not see: it opens doors, this one and others. */
  private static final Set<String> SECRETS =
      Set.of("authorization", "proxy-authorization", "cookie");

  private final EventReader reader = new EventReader(EventReader.MOST_PER_BATCH);
  private final DelayedTaskClient tasks;
  private final Inspector inspector;
  private final Figures figures;

  DeadLetters(DelayedTaskClient tasks, Inspector inspector, Figures figures) {
    this.tasks = tasks;
    this.inspector = inspector;
    this.figures = figures;
  }

  /** Returns once all of it is kept. */
  void take(Message message) {
    switch (reader.read(message)) {
      case Received.One one -> keep(one.event(), message);
      case Received.Batch batch -> batch.events().forEach(event -> keep(event, message));
      case Received.Wrong wrong -> keepRaw(message, wrong.refusal().detail());
    }
  }

  private void keep(CloudEvent letter, Message message) {
    try {
      if (!archived(letter, isAbout(message, letter))) {
        figures.received("dead-letter-again");
        return;
      }
      figures.received("dead-letter");
      EventLog.about(LOG.atWarn(), letter)
          .addKeyValue("reason", DeadLetter.reason(letter))
          .log("Dead letter archived");
    } catch (IllegalArgumentException e) { // too large for a task's headers
      keepRaw(message, String.valueOf(e.getMessage()));
    }
  }

  /**
   * The first letter of an event has an id that is found without its destination; the same event
   * that failed at another subscriber is another letter.
   *
   * @param anyDestination whether its own destination says nothing
   * @return whether it is new
   */
  private boolean archived(CloudEvent letter, boolean anyDestination) {
    var first = id(TaskNames.identity(letter));
    var other = id(TaskNames.identity(letter) + "@" + DeadLetter.destination(letter));
    if (inspector.find(other).isPresent()) {
      return false;
    }
    if (archived(letter, first)) {
      return true;
    }
    return !anyDestination
        && !isAt(first, DeadLetter.destination(letter))
        && archived(letter, other);
  }

  private boolean archived(CloudEvent letter, TaskId id) {
    return tasks.archive(StoredEvent.deadLetter(letter, id), DeadLetter.reason(letter));
  }

  private boolean isAt(TaskId id, String destination) {
    return inspector
        .find(id)
        .flatMap(kept -> StoredEvent.of(kept.task()))
        .filter(kept -> DeadLetter.destination(kept).equals(destination))
        .isPresent();
  }

  /** What no event can be made of, to be seen as it came, its first part at least. */
  private void keepRaw(Message message, String refusal) {
    var cut = message.body().length > EventReader.MOST_PER_BATCH;
    var body = cut ? Arrays.copyOf(message.body(), EventReader.MOST_PER_BATCH) : message.body();
    var why = cut ? refusal + "; what is more was cut off" : refusal;
    var id = UNREADABLE + "-" + UUID.nameUUIDFromBytes(body);
    var task = Task.of(UNREADABLE, body).withId(new TaskId(Queues.DEAD_LETTERS, id));
    for (var header : message.headers().entrySet()) {
      var value = header.getValue();
      if (header.getKey().length() <= 100
          && value.length() <= MOST_OF_HEADER
          && !SECRETS.contains(header.getKey())) {
        task = withRoomFor(task, "http-" + header.getKey(), value);
      }
    }
    var fresh = tasks.archive(task, "is no event that can be read: " + why);
    figures.received(fresh ? "dead-letter-unreadable" : "dead-letter-again");
    LOG.atWarn()
        .addKeyValue("task", id)
        .addKeyValue("reason", why)
        .log("Dead letter kept as it came");
  }

  private static Task withRoomFor(Task task, String name, String value) {
    try {
      return task.header(name, value);
    } catch (IllegalArgumentException e) { // full: the rest is left out
      return task;
    }
  }

  /**
   * Whether it was the dispatcher that could not take the letter, so that Knative wrote this URL
   * over the first destination.
   */
  private static boolean isAbout(Message message, CloudEvent letter) {
    return HttpUrl.parse(DeadLetter.destination(letter))
        .filter(to -> PATH.equals(to.getPath()) && isHost(to, message.header("host")))
        .isPresent();
  }

  /** A Service has short names and long ones. */
  private static boolean isHost(URI destination, Optional<String> host) {
    var first = destination.getHost().split("\\.", 2)[0];
    return host.map(name -> name.split("[.:]", 2)[0]).filter(first::equalsIgnoreCase).isPresent();
  }

  private static TaskId id(String text) {
    var id =
        text.length() <= LONGEST_ID
            ? text
            : UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    return new TaskId(Queues.DEAD_LETTERS, id);
  }
}
