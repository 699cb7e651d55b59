package dev.portage.migration;

import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The outputs that splits and merges make of stored ones. Whether they hold what the new code
 * provides is asked when every move has been made: a later step may give slots other names. Used by
 * one thread.
 */
final class MadeOutputs {
  /** What was made of a stored atom, by which step, and the line that would fill more slots. */
  private record Made(String stored, Move.By by, String sentence, String line) {}

  private final Rewriting work;
  private final Values values;
  private final Set<Made> made = new LinkedHashSet<>();

  MadeOutputs(Rewriting work, Values values) {
    this.work = work;
    this.values = values;
  }

  private void note(Operation operation, String source, String sentence) {
    for (String stored : work.descent().origins(source)) {
      made.add(new Made(stored, work.by(), sentence, operation.line()));
    }
  }

  /** DATA03: what the new code provides, and nothing has filled. */
  void check() {
    for (Made each : made) {
      for (String name : work.descent().now(each.stored())) {
        ShapeAtom now = work.target(name);
        if (now != null) {
          work.stand(name).bodies().stream()
              .filter(row -> Split.hasShare(row.state()))
              .forEach(row -> check(each, now, row.execution().output()));
        }
      }
    }
  }

  private void check(Made each, ShapeAtom atom, @Nullable Output output) {
    for (String slot : atom.provides()) {
      if (output == null || !StoredOutputs.has(output, slot)) {
        String sentence = each.sentence() + ", and nothing fills '" + slot + "'";
        Remedy remedy = each.by().isStep() ? Remedy.of(each.line()) : Remedy.NONE;
        work.finds(each.by(), Finding.of(FindingCode.DATA03, atom.name(), sentence, remedy));
      }
    }
  }

  // ---- splits

  /**
   * A part of a task that is done: done too, with its share of the output. One that has the whole's
   * name and not its key counts as its next attempt, so that no key is used twice.
   */
  AtomRecord part(Split split, AtomRecord whole, Part part, AtomRecord half) {
    note(split, split.atom(), "is split off a finished task");
    Execution old = whole.execution();
    int next = part.name().equals(split.atom()) ? old.attempts() + 1 : 0;
    return half.with(
        new Execution(
            part.version(),
            share(split, old.output(), part.output()),
            null,
            part.inheritsKey() ? old.attempts() : next,
            part.inheritsKey() ? old.idempotencyKey() : null,
            old.times()));
  }

  private Output share(
      Split split, @Nullable Output whole, @Nullable BiConsumer<ObjectNode, ObjectNode> fill) {
    if (whole != null && whole.isRaw() && values == Values.REAL) {
      return raw(split, () -> RawValues.share(whole, fill));
    }
    if (fill == null) {
      return Output.of(Set.of(), Payload.EMPTY);
    }
    ObjectNode old =
        whole == null || values == Values.ASSUMED
            ? JsonNodeFactory.instance.objectNode()
            : whole.bySlot();
    return filled(split, old, fill);
  }

  private Output raw(Operation operation, Callable<Output> making) {
    try {
      return making.call();
    } catch (Exception e) {
      throw new MapFailedException(operation.describe(), work.by().name(), e);
    }
  }

  // ---- merges

  /**
   * The output of a task that was merged of these.
   *
   * @param fill makes it of theirs; null if it is all of their slots
   */
  Output whole(
      Merge merge, List<AtomRecord> rows, @Nullable BiConsumer<ObjectNode, ObjectNode> fill) {
    note(merge, merge.tasks().get(0), "is merged of finished tasks");
    boolean isRaw = RawValues.in(rows) && values == Values.REAL;
    if (fill == null) {
      return isRaw ? onlyOne(merge, rows) : union(merge, rows);
    }
    if (isRaw) {
      return raw(merge, () -> RawValues.whole(rows, fill));
    }
    ObjectNode old = JsonNodeFactory.instance.objectNode();
    for (AtomRecord row : rows) {
      Output output = row.execution().output();
      if (output != null && values == Values.REAL) {
        old.set(row.name().template(), output.bySlot());
      }
    }
    return filled(merge, old, fill);
  }

  /** Of raw values nobody knows how they fit together, unless all but one are null. */
  private Output onlyOne(Merge merge, List<AtomRecord> rows) {
    List<Output> some =
        rows.stream()
            .map(row -> row.execution().output())
            .filter(Objects::nonNull)
            .filter(output -> !output.value().tree().isNull())
            .toList();
    if (some.size() > 1) {
      work.finds(
          FindingCode.DATA03,
          merge.whole().name(),
          "is merged of tasks that have each stored a raw value, and nothing says how they fit"
              + " together",
          Remedy.of(merge.line()).advise("give the merge a map"));
    }
    return some.isEmpty()
        ? Output.raw(Payload.raw(JsonNodeFactory.instance.nullNode()))
        : some.get(0);
  }

  private Output union(Merge merge, List<AtomRecord> rows) {
    ObjectNode union = JsonNodeFactory.instance.objectNode();
    Map<String, String> from = new LinkedHashMap<>();
    boolean assumed = false;
    for (AtomRecord row : rows) {
      Output output = row.execution().output();
      if (output != null) {
        output.slots().forEach(slot -> belongs(merge, slot, row.name().toString(), from));
        assumed |= StoredOutputs.isAssumed(output);
        if (values == Values.REAL) {
          output.bySlot().forEachEntry(union::set);
        }
      }
    }
    if (values == Values.REAL) {
      return Output.of(union);
    }
    return assumed ? StoredOutputs.assumed(from.keySet()) : Output.of(from.keySet(), Payload.EMPTY);
  }

  /** DATA03: two have stored a slot, and only one of them can be the merged task's. */
  private void belongs(Merge merge, String slot, String task, Map<String, String> from) {
    String other = from.putIfAbsent(slot, task);
    if (other != null) {
      work.finds(
          FindingCode.DATA03,
          merge.whole().name(),
          "is merged of " + other + " and " + task + ", which both stored '" + slot + "'",
          Remedy.of(merge.line()));
    }
  }

  private Output filled(
      Operation operation, ObjectNode old, BiConsumer<ObjectNode, ObjectNode> fill) {
    if (values == Values.ASSUMED) {
      return StoredOutputs.assumed(Set.of());
    }
    ObjectNode filled = JsonNodeFactory.instance.objectNode();
    try {
      fill.accept(old, filled);
    } catch (RuntimeException e) {
      throw new MapFailedException(operation.describe(), work.by().name(), e);
    }
    return Output.of(filled);
  }
}
