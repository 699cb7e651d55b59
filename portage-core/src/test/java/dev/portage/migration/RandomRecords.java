package dev.portage.migration;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.shape.Precedence;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.Wiring;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FanOutKeys;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.Json;
import dev.portage.store.Lease;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.Reversal;
import dev.portage.store.ShapeRef;
import dev.portage.store.Stamp;
import dev.portage.store.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Random records of a shape: flows on their way, crashed, failing, half undone, and some in which
 * every atom is anywhere. Laws about records hold for all of them.
 */
final class RandomRecords {
  static final String FLOW = "lawful";
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private enum Mode {
    FRESH,
    FORWARD,
    CRASHED,
    FAILED,
    REVERTING,
    ANYWHERE
  }

  private static final List<Mode> ALL = List.of(Mode.values());
  private static final List<Mode> LIKELY = ALL.subList(0, ALL.size() - 1);
  private static final List<AtomState> STATES = List.of(AtomState.values());

  private final Random random;
  private final Shape shape;
  private final List<AtomRecord> rows = new ArrayList<>();
  private final Set<String> done = new HashSet<>();
  private final Mode mode;

  private RandomRecords(Random random, Shape shape, List<Mode> modes) {
    this.random = random;
    this.shape = shape;
    this.mode = modes.get(random.nextInt(modes.size()));
  }

  /** The next record of that shape, stamped so. */
  static FlowRecord next(Random random, Shape shape, Stamp stamp) {
    return new RandomRecords(random, shape, ALL).make(stamp);
  }

  /** The same, never one in which atoms are anywhere. */
  static FlowRecord likely(Random random, Shape shape, Stamp stamp) {
    return new RandomRecords(random, shape, LIKELY).make(stamp);
  }

  private FlowRecord make(Stamp stamp) {
    fill();
    return FlowRecord.of(header(stamp), shape, rows);
  }

  private FlowHeader header(Stamp stamp) {
    ObjectNode inputs = Json.mapper().createObjectNode();
    Wiring.of(shape).inputs().forEach(slot -> inputs.put(slot, "given " + random.nextInt(100)));
    RandomShapes.INPUTS.forEach(slot -> inputs.put(slot, "given"));
    ObjectNode meta = Json.mapper().createObjectNode().put("note", random.nextInt(9));
    return new FlowHeader(
        new FlowHeader.Key(FlowId.of("flow-1"), FLOW, ""),
        Payload.of(inputs),
        Payload.of(meta),
        mode == Mode.FRESH ? FlowState.SUSPENDED : FlowState.RUNNING,
        ShapeRef.of(shape, stamp),
        3 + random.nextInt(5),
        new Lease(null, null, random.nextInt(4)),
        new Times(NOON, NOON));
  }

  private void fill() {
    Precedence order = Wiring.of(shape).precedence();
    for (ShapeAtom atom : shape.inOrder()) {
      boolean mayRun = done.containsAll(order.atomsBefore(atom.name()));
      AtomState state = mode == Mode.ANYWHERE ? anywhere(atom) : state(mayRun);
      if (state.isDone()) {
        done.add(atom.name());
      }
      put(atom, state);
    }
  }

  private AtomState anywhere(ShapeAtom atom) {
    AtomState state = STATES.get(random.nextInt(STATES.size()));
    return state == AtomState.RETRYING && atom.kind() == AtomKind.TASK ? AtomState.SUCCESS : state;
  }

  private AtomState state(boolean mayRun) {
    if (mode == Mode.FRESH || !mayRun || random.nextInt(4) == 0) {
      return AtomState.PENDING;
    }
    int one = random.nextInt(6);
    return switch (mode) {
      case CRASHED -> one < 2 ? AtomState.RUNNING : AtomState.SUCCESS;
      case FAILED -> one == 0 ? AtomState.FAILURE : AtomState.SUCCESS;
      case REVERTING ->
          List.of(
                  AtomState.REVERTED,
                  AtomState.REVERTING,
                  AtomState.SUCCESS,
                  AtomState.SUCCESS,
                  AtomState.FAILURE,
                  AtomState.REVERTED)
              .get(one);
      default -> one == 0 ? AtomState.IGNORE : AtomState.SUCCESS;
    };
  }

  private void put(ShapeAtom atom, AtomState state) {
    AtomRecord head = row(atom, AtomName.of(atom.name()), state);
    if (!atom.isFanOut()) {
      rows.add(head);
      return;
    }
    List<String> keys = List.of("k1", "k2", "k3").subList(0, random.nextInt(4));
    AtomRecord bare = head.with(Execution.NONE).with(Reversal.NONE);
    boolean isKnown = state != AtomState.PENDING || random.nextBoolean();
    rows.add(isKnown ? new FanOutKeys(keys, random.nextInt(2)).in(bare) : bare);
    for (String key : isKnown ? keys : List.<String>of()) {
      rows.add(row(atom, new AtomName(atom.name(), key), state));
    }
  }

  private AtomRecord row(ShapeAtom atom, AtomName name, AtomState state) {
    boolean goesBack = mode == Mode.FAILED || mode == Mode.REVERTING;
    Intention intention =
        mode == Mode.ANYWHERE && random.nextInt(4) == 0
            ? Intention.REVERT
            : state == AtomState.IGNORE
                ? Intention.IGNORE
                : goesBack && atom.kind() == AtomKind.TASK ? Intention.REVERT : Intention.EXECUTE;
    AtomRecord row =
        AtomRecord.untouched(name, atom.kind())
            .in(state)
            .intending(intention)
            .with(left(atom, state));
    if (state == AtomState.REVERTED && random.nextBoolean()) {
      row = row.with(new Reversal(Payload.of(Json.mapper().createObjectNode().put("u", 1)), null));
    }
    if (state == AtomState.REVERT_FAILURE) {
      row = row.with(new Reversal(null, failure()));
    }
    return atom.kind() == AtomKind.RETRY ? row.remembering(history(atom)) : row;
  }

  private Execution left(ShapeAtom atom, AtomState state) {
    return switch (state) {
      case PENDING, IGNORE ->
          random.nextInt(6) == 0
              ? new Execution(null, null, null, 1 + random.nextInt(3), null, Times.UNKNOWN)
              : Execution.NONE;
      case RUNNING -> new Execution(null, null, null, 1, key(atom), new Times(NOON, NOON));
      case FAILURE ->
          new Execution(atom.version(), null, failure(), 1, key(atom), new Times(NOON, NOON));
      default ->
          new Execution(
              atom.version(), Output.of(slots(atom)), null, 1, key(atom), new Times(NOON, NOON));
    };
  }

  private static String key(ShapeAtom atom) {
    return "key-" + atom.name();
  }

  private ObjectNode slots(ShapeAtom atom) {
    ObjectNode slots = Json.mapper().createObjectNode();
    for (String slot : atom.provides()) {
      if (random.nextInt(30) > 0) { // seldom a slot is missing
        slots.put(slot, "of " + atom.name() + " " + random.nextInt(1000));
      }
    }
    return slots;
  }

  private Payload history(ShapeAtom retry) {
    ArrayNode history = Json.mapper().createArrayNode();
    for (int i = random.nextInt(3); i > 0; i--) {
      ObjectNode attempt = history.addObject();
      attempt.set("value", slots(retry));
      ObjectNode failures = attempt.putObject("failures");
      for (ShapeAtom atom : shape.inOrder()) {
        if (atom.kind() == AtomKind.TASK && random.nextInt(5) == 0) {
          failures.putObject(atom.name()).put("type", "java.io.IOException").put("message", "no");
        }
      }
    }
    return Payload.of(history);
  }

  private static Failure failure() {
    return new Failure("java.io.IOException", "no route", "", List.of(), NOON);
  }
}
