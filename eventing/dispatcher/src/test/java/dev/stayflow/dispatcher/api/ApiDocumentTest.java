package dev.stayflow.dispatcher.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.delayedtasks.ActionResult;
import dev.stayflow.delayedtasks.DayStats;
import dev.stayflow.delayedtasks.Failure;
import dev.stayflow.delayedtasks.Firing;
import dev.stayflow.delayedtasks.GroupInfo;
import dev.stayflow.delayedtasks.GroupPage;
import dev.stayflow.delayedtasks.JournalEntry;
import dev.stayflow.delayedtasks.JournalPage;
import dev.stayflow.delayedtasks.PageOrder;
import dev.stayflow.delayedtasks.QueueDeletion;
import dev.stayflow.delayedtasks.QueueMemory;
import dev.stayflow.delayedtasks.QueueStats;
import dev.stayflow.delayedtasks.RedisNodeInfo;
import dev.stayflow.delayedtasks.ServerSnapshot;
import dev.stayflow.delayedtasks.TaskState;
import dev.stayflow.delayedtasks.WhenMissed;
import dev.stayflow.dispatcher.event.Taken;
import dev.stayflow.dispatcher.operations.Job;
import dev.stayflow.dispatcher.operations.Moment;
import dev.stayflow.dispatcher.operations.Payload;
import dev.stayflow.dispatcher.operations.TaskAction;
import dev.stayflow.dispatcher.settings.ServiceFacts;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(Stage.Provider.class)
class ApiDocumentTest {
  /** Answered before Spring looks at them; {@link ApiErrorsTest} asks them. */
  private static final Set<String> OF_EVENTS = Set.of("POST /", "POST /dead-letters");

  /** What is not made of one record: problems, and what other readers than Jackson take. */
  private static final Set<String> OTHERS =
      Set.of(
          "Problem",
          "Duration",
          "State",
          "Action",
          "Outcome",
          "Event",
          "ScheduleDefinition",
          "ScheduledEvent");

  private static final Map<String, Class<?>> RECORDS =
      Map.ofEntries(
          Map.entry("Queues", QueueApi.Queues.class),
          Map.entry("Queue", QueueJson.class),
          Map.entry("Counts", QueueJson.Counts.class),
          Map.entry("Stats", QueueStats.class),
          Map.entry("Deleted", QueueApi.Deleted.class),
          Map.entry("Paused", QueueApi.Paused.class),
          Map.entry("Days", QueueApi.Days.class),
          Map.entry("Day", DayStats.class),
          Map.entry("Minutes", QueueApi.Minutes.class),
          Map.entry("Minute", QueueJson.Minute.class),
          Map.entry("Times", QueueJson.Times.class),
          Map.entry("Memory", QueueMemory.class),
          Map.entry("Groups", GroupPage.class),
          Map.entry("Group", GroupInfo.class),
          Map.entry("Limits", QueueJson.Limits.class),
          Map.entry("Rate", QueueJson.Limits.Rate.class),
          Map.entry("TaskPage", TasksApi.Page.class),
          Map.entry("SameId", TasksApi.Same.class),
          Map.entry("Found", TasksApi.Found.class),
          Map.entry("TaskRow", TaskJson.Row.class),
          Map.entry("Task", TaskJson.class),
          Map.entry("Payload", TaskJson.PayloadJson.class),
          Map.entry("Options", TaskJson.Options.class),
          Map.entry("Failure", Failure.class),
          Map.entry("Moment", TaskJson.MomentJson.class),
          Map.entry("Due", DueJson.class),
          Map.entry("Results", SelectionApi.Results.class),
          Map.entry("Result", SelectionApi.Result.class),
          Map.entry("Filter", FilterJson.class),
          Map.entry("Jobs", JobApi.All.class),
          Map.entry("Job", JobJson.class),
          Map.entry("Taken", EnqueueApi.Answer.class),
          Map.entry("Schedules", ScheduleApi.All.class),
          Map.entry("Schedule", ScheduleStateJson.class),
          Map.entry("ScheduleWithUpcoming", ScheduleStateJson.WithUpcoming.class),
          Map.entry("Firings", ScheduleApi.History.class),
          Map.entry("Firing", FiringJson.class),
          Map.entry("Workers", ServiceApi.Workers.class),
          Map.entry("Worker", WorkerJson.class),
          Map.entry("RunningTask", WorkerJson.Running.class),
          Map.entry("Nodes", ServiceApi.Nodes.class),
          Map.entry("Node", RedisNodeInfo.class),
          Map.entry("Journal", JournalPage.class),
          Map.entry("Entry", JournalEntry.class),
          Map.entry("Settings", ServiceFacts.class));

  /** Bodies whose members are checked by hand, since each that is missing has its own answer. */
  private static final Map<String, Class<?>> REQUESTS =
      Map.of(
          "Ids", SelectionApi.Ids.class,
          "IdsAndDue", SelectionApi.IdsAndDue.class,
          "JobWanted", JobApi.Wanted.class);

  private final Stage stage;

  ApiDocumentTest(Stage stage) {
    this.stage = stage;
  }

  @Test
  void everyOperationIsDescribedAndEveryDescribedOneIsThere() {
    var there =
        stage.dispatcher().operations().stream().filter(each -> each.contains(" /api/")).toList();
    assertThat(stage.document().operations())
        .extracting(each -> each.method() + " " + each.path())
        .filteredOn(each -> !OF_EVENTS.contains(each))
        .containsExactlyInAnyOrderElementsOf(there);
    assertThat(stage.document().operations())
        .extracting(each -> each.method() + " " + each.path())
        .containsAll(OF_EVENTS);
  }

  @Test
  void everySchemaIsCheckedByThisTest() {
    var checked = new HashSet<>(OTHERS);
    checked.addAll(RECORDS.keySet());
    checked.addAll(REQUESTS.keySet());
    assertThat(stage.document().schemaNames()).isEqualTo(checked);
  }

  @ParameterizedTest
  @MethodSource("records")
  void aSchemaHasEveryMemberAndRequiresThoseThatAreAlwaysThere(String name, Class<?> type) {
    var components = type.getRecordComponents();
    var schema = stage.document().schema(name);

    assertThat(schema.path("properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(names(Arrays.stream(components)));
    assertThat(texts(schema.path("required")))
        .containsExactlyInAnyOrderElementsOf(
            names(Arrays.stream(components).filter(ApiDocumentTest::isAlwaysThere)));
    assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
  }

  static Stream<Arguments> records() {
    return RECORDS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(each -> Arguments.of(each.getKey(), each.getValue()));
  }

  @Test
  void bodiesThatAreSentHaveTheirMembersDescribed() {
    REQUESTS.forEach(
        (name, type) ->
            assertThat(stage.document().schema(name).path("properties").propertyNames())
                .as(name)
                .containsExactlyInAnyOrderElementsOf(
                    names(Arrays.stream(type.getRecordComponents()))));
  }

  @Test
  void wordsAreThoseOfTheCode() {
    assertWords("/State", TaskState.class);
    assertWords("/Action", TaskAction.class);
    assertWords("/Outcome", Taken.How.class);
    assertWords("/Payload/properties/kind", Payload.Kind.class);
    assertWords("/Moment/properties/what", Moment.What.class);
    assertWords("/Job/properties/state", Job.State.class);
    assertWords("/Schedule/properties/whenMissed", WhenMissed.class);
    assertWords("/ScheduleDefinition/properties/whenMissed", WhenMissed.class);
    assertWords("/Firing/properties/cause", Firing.Cause.class);
    assertWords("/Worker/properties/status", ServerSnapshot.Status.class);
    assertWords("/Result/properties/result", ActionResult.class);
    assertParameter("deleteQueue", "losing", QueueDeletion.Losing.class);
    assertParameter("listTasks", "order", PageOrder.class);
    assertThat(texts(stage.document().schema("Firing").at("/properties/outcome/enum")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of("held-up", "gone"), Words.all(TaskState.class).stream())
                .toList());
  }

  private void assertWords(String pointer, Class<?> type) {
    var parts = pointer.split("/", 3);
    var schema = stage.document().schema(parts[1]);
    var found = parts.length == 3 ? schema.at("/" + parts[2]) : schema;
    assertThat(texts(found.path("enum"))).as(pointer).containsExactlyElementsOf(Words.all(type));
  }

  private void assertParameter(String operation, String name, Class<?> type) {
    var described =
        stage.document().operation(operation).parameters().stream()
            .filter(each -> each.path("name").asString().equals(name))
            .findFirst()
            .orElseThrow();
    assertThat(texts(described.at("/schema/enum")))
        .containsExactlyInAnyOrderElementsOf(Words.all(type));
  }

  private static boolean isAlwaysThere(RecordComponent component) {
    return !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
        && component.getType() != Optional.class;
  }

  private static Set<String> names(Stream<RecordComponent> components) {
    return components.map(RecordComponent::getName).collect(Collectors.toSet());
  }

  private static Set<String> texts(JsonNode list) {
    return list.valueStream()
        .map(JsonNode::asString)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
