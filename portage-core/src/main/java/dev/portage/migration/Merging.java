package dev.portage.migration;

import dev.portage.migration.WhenMixed.Choice;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Intention;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.Output;
import dev.portage.store.Reversal;
import dev.portage.store.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one row becomes of the rows of tasks that are merged: one of each task, in the order of the
 * merge, for a fan-out all of one key.
 */
final class Merging {
  private static final Set<AtomState> NOTHING_LEFT =
      EnumSet.of(AtomState.PENDING, AtomState.IGNORE, AtomState.REVERTED);
  private static final Set<AtomState> UNDONE =
      EnumSet.of(AtomState.REVERTED, AtomState.REVERTING, AtomState.REVERT_FAILURE);

  private final Merge merge;
  private final Rewriting work;
  private final AtomName name;
  private final List<AtomRecord> rows = new ArrayList<>();

  private Merging(Merge merge, Rewriting work, AtomName name) {
    this.merge = merge;
    this.work = work;
    this.name = name;
  }

  /** The row that they become; empty if that blocks the flow. */
  static Optional<AtomRecord> of(Merge merge, Rewriting work, List<AtomRecord> stored) {
    String key = stored.get(0).name().key();
    Merging merging = new Merging(merge, work, new AtomName(merge.whole().name(), key));
    boolean blocked = false;
    for (AtomRecord row : stored) {
      blocked |= work.isDead(merge, row) || !merging.settle(row);
    }
    return blocked ? Optional.empty() : merging.merged();
  }

  /**
   * The head of a merged fan-out, which did nothing itself; empty if that blocks the flow.
   *
   * @param done whether each of its items is done
   */
  static Optional<AtomRecord> ofHeads(
      Merge merge, Rewriting work, List<AtomRecord> heads, boolean done) {
    Merging merging = new Merging(merge, work, AtomName.of(merge.whole().name()));
    boolean blocked = false;
    for (AtomRecord head : heads) {
      blocked |= !merging.settle(head);
    }
    return blocked ? Optional.empty() : Optional.of(merging.head(done));
  }

  private AtomRecord head(boolean done) {
    Set<AtomState> states = EnumSet.copyOf(rows.stream().map(AtomRecord::state).toList());
    AtomState apart = states.contains(AtomState.REVERTED) ? AtomState.REVERTED : AtomState.PENDING;
    AtomState alike = states.size() == 1 ? rows.get(0).state() : apart;
    boolean forward = rows.stream().noneMatch(row -> row.intention() == Intention.REVERT);
    return row(alike == AtomState.PENDING && done && forward ? AtomState.SUCCESS : alike, null);
  }

  /** Takes a row for what it is, or for what the step says of one in doubt. */
  private boolean settle(AtomRecord row) {
    Optional<AtomRecord> settled = Optional.of(row);
    if (row.state().isInDoubt()) {
      settled = Doubt.settle(work, merge, row, merge.inDoubt());
    } else if (row.state() == AtomState.FAILURE) {
      work.finds(
          FindingCode.FAIL01,
          row.name().toString(),
          "has failed, and merging it would leave nobody to answer for that",
          Remedy.of(work.allowing(FindingCode.FAIL01, merge.line()))
              .advise("let the flow revert under the old code first"));
      settled = settled.filter(failed -> work.isAllowed(FindingCode.FAIL01));
    }
    settled.ifPresent(rows::add);
    return settled.isPresent();
  }

  private Optional<AtomRecord> merged() {
    Set<AtomState> states = EnumSet.copyOf(rows.stream().map(AtomRecord::state).toList());
    long undone = rows.stream().filter(row -> work.directions().isUndone(row.name())).count();
    if (undone > 0 && undone < rows.size()) {
      return mixed("stand in parts of the flow of which one is reverting and one is not");
    }
    if (states.size() == 1) {
      return Optional.of(in(rows.get(0).state()));
    }
    if (states.contains(AtomState.FAILURE) && Collections.disjoint(states, UNDONE)) {
      return Optional.of(in(AtomState.FAILURE));
    }
    if (undone > 0 && NOTHING_LEFT.containsAll(states)) {
      return Optional.of(
          in(states.contains(AtomState.REVERTED) ? AtomState.REVERTED : AtomState.PENDING));
    }
    if (!Collections.disjoint(states, UNDONE)) {
      return mixed("are undone in part");
    }
    return switch (merge.whole().whenMixed().choice()) {
      case BLOCK -> mixed("are done in part");
      case RESET -> undone > 0 ? lost() : Optional.of(again());
      case AS_DONE ->
          states.contains(AtomState.SUCCESS)
              ? Optional.of(taken(merge.whole().whenMixed().fill()))
              : mixed("have done nothing that it could be taken as done for");
    };
  }

  // ---- what comes of them

  /** They are alike, or nothing speaks against this state. */
  private AtomRecord in(AtomState state) {
    return row(
        state,
        Split.hasShare(state)
            ? work.outputs().made().whole(merge, rows, merge.whole().output())
            : null);
  }

  private AtomRecord taken(BiConsumer<ObjectNode, ObjectNode> fill) {
    return row(AtomState.SUCCESS, work.outputs().made().whole(merge, rows, fill));
  }

  /** It runs as a whole; an old key is kept only if nobody knows how far its attempt got. */
  private AtomRecord again() {
    for (AtomRecord row : rows) {
      if (wouldBeSeen(row)) {
        work.finds(
            FindingCode.RERUN02,
            row.name().toString(),
            "is done and has side effects; "
                + merge.whole().name()
                + " as a whole would make them happen again",
            Remedy.of(
                Lines.merge(merge.tasks(), merge.whole(), Choice.AS_DONE),
                work.allowing(FindingCode.RERUN02, merge.line())));
      }
    }
    AtomRecord row = row(AtomState.PENDING, null);
    AtomRecord heir = heir();
    return heir == null || heir.state() == AtomState.PENDING
        ? row
        : row.with(
            new Execution(null, null, null, row.execution().attempts(), null, Times.UNKNOWN));
  }

  private AtomRecord row(AtomState state, @Nullable Output output) {
    AtomRecord heir = heir();
    AtomRecord failed = first(row -> row.execution().failure() != null);
    Execution failure = failed == null ? Execution.NONE : failed.execution();
    Execution execution =
        new Execution(
            output == null ? failure.version() : merge.whole().version(),
            output,
            failure.failure(),
            rows.stream().mapToInt(row -> row.execution().attempts()).max().orElse(0),
            heir == null ? null : heir.execution().idempotencyKey(),
            times());
    AtomRecord reverted = first(row -> !row.reversal().equals(Reversal.NONE));
    AtomRecord noted = first(row -> row.meta() != null);
    return new AtomRecord(
        name,
        AtomKind.TASK,
        state,
        intention(state),
        execution,
        reverted == null ? Reversal.NONE : reverted.reversal(),
        null,
        noted == null ? null : noted.meta());
  }

  private Intention intention(AtomState state) {
    if (rows.stream().anyMatch(row -> row.intention() == Intention.REVERT)) {
      return Intention.REVERT;
    }
    return state == AtomState.IGNORE ? Intention.IGNORE : Intention.EXECUTE;
  }

  private @Nullable AtomRecord heir() {
    return first(row -> row.name().template().equals(merge.whole().heir()));
  }

  private @Nullable AtomRecord first(Predicate<AtomRecord> which) {
    return rows.stream().filter(which).findFirst().orElse(null);
  }

  private Times times() {
    return new Times(
        instants(Times::began).min(Comparator.naturalOrder()).orElse(null),
        instants(Times::changed).max(Comparator.naturalOrder()).orElse(null));
  }

  private Stream<Instant> instants(Function<Times, @Nullable Instant> which) {
    return rows.stream().map(row -> which.apply(row.execution().times())).filter(Objects::nonNull);
  }

  // ---- what blocks the flow

  private Optional<AtomRecord> mixed(String why) {
    work.finds(
        FindingCode.MIX01,
        name.toString(),
        "is merged of "
            + rows.stream()
                .map(row -> row.name() + " (" + row.state() + ")")
                .collect(Collectors.joining(", "))
            + ", which "
            + why,
        remedy());
    return Optional.empty();
  }

  private Remedy remedy() {
    if (rows.stream().anyMatch(row -> row.intention() == Intention.REVERT)) {
      return Remedy.advice("let the flow revert under the old code first");
    }
    String reset = Lines.merge(merge.tasks(), merge.whole(), Choice.RESET);
    Remedy again =
        rows.stream().anyMatch(this::wouldBeSeen)
            ? Remedy.of(reset + Lines.allow(FindingCode.RERUN02))
            : Remedy.of(reset);
    boolean some = rows.stream().anyMatch(row -> row.state() == AtomState.SUCCESS);
    return (some ? again.or(Lines.merge(merge.tasks(), merge.whole(), Choice.AS_DONE)) : again)
        .advise(
            "RESET runs "
                + name
                + " as a whole, asDone(..) takes it as done; or let the old code finish the rest");
  }

  /** Whether running it again would be seen outside. */
  private boolean wouldBeSeen(AtomRecord row) {
    return row.state() == AtomState.SUCCESS && work.stored(row.name().template()).hasSideEffects();
  }

  private Optional<AtomRecord> lost() {
    work.finds(
        FindingCode.FAIL01,
        name.toString(),
        "is merged of tasks that are to be reverted, and to run it as a whole would lose that",
        Remedy.advice("let the flow revert under the old code first"));
    return Optional.empty();
  }
}
