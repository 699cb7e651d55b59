package dev.portage.taskflow;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.model.Pattern;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeGroup;
import dev.portage.shape.ShapeNode;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.Lease;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.Reversal;
import dev.portage.store.ShapeRef;
import dev.portage.store.Stamp;
import dev.portage.store.Times;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TaskFlow's rows in Portage's words. What TaskFlow does not store has a value that claims nothing:
 * no lease, no attempts, no slots, an unknown pattern. The revision is made of the rows, the stamp
 * is in the journal.
 */
final class Translation {
  private static final Payload NULL =
      new Payload(Payload.RAW, "null".getBytes(StandardCharsets.UTF_8));

  private Translation() {}

  static FlowRecord record(StoredFlow stored) {
    Names names = Names.of(stored);
    Shape shape = shape(stored, names);
    FlowHeader header = header(stored, shape, Content.revision(stored));
    List<AtomRecord> rows = new ArrayList<>();
    for (Row row : atoms(stored)) {
      rows.add(atom(row, names));
    }
    return FlowRecord.of(header, shape, rows);
  }

  /** The header alone, where values may not have been read, so that the revision is not known. */
  static FlowHeader header(StoredFlow stored) {
    Journal.Past past = stored.past();
    return header(stored, shape(stored), past == null ? 1 : past.revision());
  }

  /** The row that holds what the flow was run with; null if there is none. */
  static @Nullable Row injector(StoredFlow stored) {
    return stored.atoms().stream().filter(Translation::isInjector).findFirst().orElse(null);
  }

  private static boolean isInjector(Row atom) {
    return Row.label(atom.bytes("name")).equals(StoredFlow.INJECTOR);
  }

  static List<Row> atoms(StoredFlow stored) {
    return stored.atoms().stream().filter(atom -> !isInjector(atom)).toList();
  }

  private static FlowHeader header(StoredFlow stored, Shape shape, long revision) {
    Row row = stored.row();
    Journal.Past past = stored.past();
    Payload meta = row.payload("meta");
    return new FlowHeader(
        new FlowHeader.Key(id(row), row.required("name"), ""),
        inputs(stored),
        meta == null ? Payload.EMPTY : meta,
        state(row),
        ShapeRef.of(shape, past == null ? Stamp.NONE : past.stamp()),
        revision,
        Lease.NONE,
        times(row));
  }

  private static FlowId id(Row row) {
    try {
      return FlowId.of(row.required("uuid"));
    } catch (IllegalArgumentException e) {
      throw row.corrupt("uuid", "it is no id", e);
    }
  }

  private static Payload inputs(StoredFlow stored) {
    Row injector = injector(stored);
    Payload inputs = injector == null ? null : injector.payload("results");
    if (injector == null || inputs == null) {
      return Payload.EMPTY;
    }
    if (!inputs.tree().isObject()) {
      throw injector.corrupt("results", "the inputs of the flow are not a JSON object", null);
    }
    return inputs;
  }

  /**
   * Two states that TaskFlow has and Portage has not: a flow that was REVERTING is as crashed as
   * one that was RUNNING; one that was RESUMING had not begun, and TaskFlow itself takes it to
   * SUSPENDED next.
   */
  private static FlowState state(Row row) {
    return switch (Row.label(row.bytes("state"))) {
      case "REVERTING" -> FlowState.RUNNING;
      case "RESUMING" -> FlowState.SUSPENDED;
      default -> row.constant("state", FlowState.PENDING);
    };
  }

  static Shape shape(StoredFlow stored) {
    return shape(stored, Names.of(stored));
  }

  private static Shape shape(StoredFlow stored, Names names) {
    List<ShapeNode> atoms = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Row row : atoms(stored)) {
      AtomName name = names.of(row);
      if (seen.add(name.template())) {
        atoms.add(ShapeAtom.of(kind(row), name.template(), row.text("version")));
      }
    }
    return stored
        .shapes()
        .of(new ShapeGroup(stored.row().required("name"), Pattern.UNKNOWN, atoms, List.of()));
  }

  /** A task where the column is NULL, for TaskFlow's first versions knew nothing else. */
  static AtomKind kind(Row row) {
    String type = Objects.requireNonNullElse(row.text("atom_type"), "TASK_DETAIL");
    return switch (type) {
      case "TASK_DETAIL" -> AtomKind.TASK;
      case "RETRY_DETAIL" -> AtomKind.RETRY;
      default -> throw row.corrupt("atom_type", "TaskFlow has no such type: '" + type + "'", null);
    };
  }

  static AtomRecord atom(Row row, Names names) {
    boolean isRetry = kind(row) == AtomKind.RETRY;
    AtomState state = row.constant("state", AtomState.PENDING);
    return new AtomRecord(
        names.of(row),
        kind(row),
        state,
        row.constant("intention", Intention.EXECUTE),
        execution(row, isRetry ? null : output(row, state)),
        new Reversal(row.payload("revert_results"), Failures.read(row, "revert_failure")),
        isRetry ? RetryHistory.read(row, names) : null,
        row.payload("meta"));
  }

  /** TaskFlow stores what a task returned as one raw value, and Python's None as NULL. */
  private static @Nullable Output output(Row row, AtomState state) {
    Payload results = row.raw("results");
    if (results == null && state == AtomState.SUCCESS) {
      results = NULL;
    }
    return results == null ? null : Output.raw(results);
  }

  private static Execution execution(Row row, @Nullable Output output) {
    Failure failure = Failures.read(row, "failure");
    boolean isKnown = output != null || failure != null || row.has("results");
    String version = isKnown ? row.text("version") : null;
    return new Execution(version, output, failure, 0, null, times(row));
  }

  private static Times times(Row row) {
    return new Times(row.time("created_at"), row.time("updated_at"));
  }
}
