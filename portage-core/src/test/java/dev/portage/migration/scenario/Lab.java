package dev.portage.migration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowRefusedException;
import dev.portage.engine.FlowResult;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.Finding;
import dev.portage.migration.Forecast;
import dev.portage.migration.Forecasts;
import dev.portage.migration.MigratingAdmission;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.migration.Outcome;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.model.Outputs;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.Json;
import dev.portage.store.LeaseChange;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.RecordJson;
import dev.portage.store.Stamp;
import dev.portage.store.Times;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** A store with flows of an old release, and what a new release makes of them. */
final class Lab {
  static final String FLOW = "order";

  final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  final MemoryFlowStore store = new MemoryFlowStore(clock);

  /** What tasks did, in order: a name for an execution, {@code undo name} for a revert. */
  final List<String> ran = Collections.synchronizedList(new ArrayList<>());

  private FlowState state = FlowState.SUSPENDED;
  private String inputs = "{}";
  private Stamp stamp = Stamp.NONE;
  private int born;

  // ---- flows of either release

  /** A task that notes that it ran and fills every slot with its name; no revert. */
  Task task(String name) {
    return Task.named(name)
        .execute(
            in -> {
              ran.add(name);
              return null;
            });
  }

  /** The same, with slots; each provided slot gets the text {@code name.slot}. */
  Task task(String name, List<String> requires, List<String> provides) {
    Task task =
        Task.named(name)
            .requires(requires.stream().map(Lab::slot).toArray(Slot<?>[]::new))
            .provides(provides.stream().map(Lab::slot).toArray(Slot<?>[]::new));
    return task.execute(
        in -> {
          requires.forEach(slot -> assertThat(in.getOrNull(slot(slot))).isNotNull());
          ran.add(name);
          Outputs outputs = null;
          for (String slot : provides) {
            String value = name + "." + slot;
            outputs =
                outputs == null ? Outputs.of(slot(slot), value) : outputs.and(slot(slot), value);
          }
          return provides.size() == 1 ? name + "." + provides.get(0) : outputs;
        });
  }

  /** The task with a revert that notes that it ran, and what it read. */
  Task undoable(Task task) {
    return task.revert(
        in -> {
          StringBuilder seen = new StringBuilder("undo " + task.name());
          task.provides().forEach(slot -> seen.append(' ').append(in.result(slot)));
          ran.add(seen.toString());
        });
  }

  static Slot<Object> slot(String name) {
    return Slot.of(name, Object.class);
  }

  static Flow linear(Task... tasks) {
    Flow.Builder builder = Flow.linear(FLOW);
    List.of(tasks).forEach(builder::add);
    return builder.build();
  }

  // ---- where a stored flow is

  static AtomRecord done(String name, String output) {
    return row(name, AtomState.SUCCESS, output);
  }

  static AtomRecord done(String name) {
    return done(name, "{}");
  }

  static AtomRecord running(String name) {
    return row(name, AtomState.RUNNING, null);
  }

  static AtomRecord failed(String name) {
    AtomRecord row = row(name, AtomState.FAILURE, null);
    Execution was = row.execution();
    return row.with(
        new Execution(
            "1.0",
            null,
            new Failure("java.io.IOException", "no route", "", List.of(), null),
            was.attempts(),
            was.idempotencyKey(),
            was.times()));
  }

  static AtomRecord row(String name, AtomState state, String output) {
    return AtomRecord.untouched(AtomName.of(name), AtomKind.TASK)
        .in(state)
        .with(
            new Execution(
                output == null ? null : "1.0",
                output == null ? null : Output.of(object(output)),
                null,
                1,
                "key-" + name,
                Times.UNKNOWN));
  }

  static AtomRecord reverting(AtomRecord row) {
    return row.intending(Intention.REVERT);
  }

  static ObjectNode object(String json) {
    return (ObjectNode) new Payload(Payload.JSON, json.getBytes(StandardCharsets.UTF_8)).tree();
  }

  Lab inputs(String json) {
    inputs = json;
    return this;
  }

  Lab in(FlowState other) {
    state = other;
    return this;
  }

  Lab stamped(Stamp other) {
    stamp = other;
    return this;
  }

  /** Stores a flow of the old release with these rows, and nobody driving it. */
  FlowId given(Flow old, AtomRecord... rows) {
    FlowId id = FlowId.of("flow-" + ++born);
    FlowWrite.Head head =
        new FlowWrite.Head(state, Payload.of(object(inputs)), null, Shape.of(old), stamp);
    store
        .commit(
            new FlowWrite(
                new FlowHeader.Key(id, FLOW, ""),
                FlowWrite.Expected.ABSENT,
                head,
                List.of(rows),
                List.of(),
                LeaseChange.keep(),
                null))
        .join();
    return id;
  }

  // ---- the new release

  static Migrations noBook() {
    return Migrations.none();
  }

  static Migrations book(Consumer<BookBuilder> definition) {
    return Migrations.of(FLOW, definition);
  }

  Outcome migrate(FlowId id, Flow now, Migrations migrations) {
    return new Migrator(
            store, FlowCatalog.of(FLOW, in -> now), migrations, new Migrator.Who("lab", clock))
        .migrate(id);
  }

  Forecast forecast(Flow now, Migrations migrations) {
    return new Forecasts(store, FlowCatalog.of(FLOW, in -> now), migrations)
        .forecast(FlowQuery.all())
        .get(0);
  }

  FlowResult resume(FlowId id, Flow now, Migrations migrations) throws InterruptedException {
    EngineOptions options =
        EngineOptions.defaults()
            .withParallelism(1)
            .withClock(clock)
            .withAdmission(new MigratingAdmission(migrations, clock, "lab"));
    try (Engine engine = Engine.open(store, FlowCatalog.of(FLOW, in -> now), options)) {
      return engine.resume(id).await();
    }
  }

  /** Expects that neither the migrator nor an engine takes the flow, and that nothing changed. */
  Refusal refused(FlowId id, Flow now, Migrations migrations) throws InterruptedException {
    String before = image();
    Outcome outcome = migrate(id, now, migrations);
    FlowRefusedException thrown = null;
    try {
      resume(id, now, migrations);
    } catch (FlowRefusedException e) {
      thrown = e;
    }
    assertThat(thrown).as("outcome of the migrator: " + outcome).isNotNull();
    assertThat(thrown).hasMessageContaining("'" + id + "'");
    assertThat(image()).as("the store, byte for byte").isEqualTo(before);
    List<Finding> findings = List.of();
    if (outcome instanceof Outcome.Blocked blocked) {
      findings = blocked.findings();
    } else if (outcome instanceof Outcome.Stuck stuck) {
      findings = stuck.findings();
    }
    String message = Objects.requireNonNull(thrown.getMessage());
    Told.all(findings, message);
    return new Refusal(outcome, findings, message);
  }

  /** What a refusal said. */
  record Refusal(Outcome outcome, List<Finding> findings, String message) {
    List<String> errors() {
      return findings.stream()
          .filter(Finding::isError)
          .map(finding -> finding.code() + " " + finding.atom())
          .toList();
    }
  }

  // ---- what is stored

  FlowRecord stored(FlowId id) {
    return store.load(id).orElseThrow();
  }

  AtomRecord atom(FlowId id, String name) {
    return stored(id)
        .touched()
        .getOrDefault(AtomName.of(name), AtomRecord.untouched(AtomName.of(name), AtomKind.TASK));
  }

  String output(FlowId id, String name) {
    return Objects.requireNonNull(atom(id, name).execution().output()).value().tree().toString();
  }

  List<JournalEntry> journal(FlowId id) {
    return store.journal(id);
  }

  /** Everything that is stored, as text. */
  String image() {
    StringBuilder image = new StringBuilder();
    for (FlowHeader header : store.find(FlowQuery.all())) {
      image.append(RecordJson.write(stored(header.id()))).append(header.lease()).append('\n');
      store.journal(header.id()).forEach(entry -> image.append(Json.tree(entry.steps())));
    }
    return image.toString();
  }
}
