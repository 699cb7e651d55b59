package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.migration.Directions.Way;
import dev.portage.migration.FindingCode.Severity;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.shape.Precedence;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowRecord;
import dev.portage.store.Output;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Whether a flow with these rows can go on under the target: every atom that will still run finds
 * its slots, from a provider that stored them or one that will run. Pure; run on every migrated
 * record, and whenever relations changed.
 */
final class ResumabilityCheck {
  private final FlowRecord stored;
  private final Target target;
  private final Rewriting work;
  private final List<Finding> found = new ArrayList<>();

  private ResumabilityCheck(FlowRecord stored, Target target, Rewriting work) {
    this.stored = stored;
    this.target = target;
    this.work = work;
  }

  static List<Finding> check(FlowRecord stored, Target target, Rewriting work) {
    ResumabilityCheck check = new ResumabilityCheck(stored, target, work);
    for (ShapeAtom atom : target.shape().inOrder()) {
      if (check.willRun(atom)) {
        check.slots(atom, "");
      } else {
        check.again(atom);
      }
      check.result(atom);
    }
    stored.shape().inOrder().stream().filter(ShapeAtom::reverts).forEach(check::revert);
    return check.found;
  }

  /** LEAK01: what has been done could be undone so far; refused where that is owed already. */
  private void revert(ShapeAtom old) {
    List<ShapeAtom> heirs =
        work.descent().now(old.name()).stream()
            .map(name -> target.shape().atoms().get(name))
            .filter(Objects::nonNull)
            .toList();
    boolean undone = heirs.stream().anyMatch(heir -> work.stand(heir.name()).isToRevert());
    if (!undone || heirs.stream().anyMatch(ShapeAtom::reverts)) {
      return;
    }
    String name = heirs.get(0).name();
    if (heirs.size() > 1) {
      leaks(
          old.name(),
          "has done its work and can be reverted, none of its parts can",
          "give the part that owns it a revert");
    } else if (work.descent().origins(name).size() > 1) {
      leaks(
          old.name(),
          "has done its work and can be reverted, and " + name + ", which it is part of, cannot",
          "give " + name + " a revert");
    } else {
      found.add(
          Finding.of(
                  FindingCode.LEAK01,
                  name,
                  "has run with a revert, and the new code has none: what it did will stay",
                  Remedy.advice("keep the revert of " + name + " until such flows are finished"))
              .as(work.directions().way(name) == Way.FORWARD ? Severity.WARNING : Severity.ERROR));
    }
  }

  private void leaks(String atom, String sentence, String advice) {
    Move.By by = work.descent().cause(atom);
    Remedy remedy = by.isStep() ? Remedy.of(Lines.allow(FindingCode.LEAK01)) : Remedy.NONE;
    work.finds(by, Finding.of(FindingCode.LEAK01, atom, sentence, remedy.advise(advice)));
  }

  private boolean willRun(ShapeAtom atom) {
    return switch (work.directions().way(atom.name())) {
      case FORWARD -> work.stand(atom.name()).isToRun();
      case AGAIN -> true;
      case BACK -> false;
    };
  }

  /** What is done already, or was undone for good, runs again if a retry tries again. */
  private void again(ShapeAtom atom) {
    Precedence order = target.wiring().precedence();
    int retry = order.retryOf(order.node(atom.name()));
    if (retry == Precedence.NO_RETRY || work.directions().was().isAll()) {
      return;
    }
    int mark = found.size();
    slots(atom, order.atom(retry).name());
    found.subList(mark, found.size()).replaceAll(finding -> finding.as(Severity.WARNING));
  }

  /** DATA01: what a revert reads of what its task has stored. */
  private void result(ShapeAtom atom) {
    for (String slot : atom.reverts() ? atom.provides() : ShapeAtom.slotSet(List.of())) {
      AtomRecord row = work.stand(atom.name()).doneWithout(slot);
      if (row != null) {
        found.add(
            Finding.of(
                    FindingCode.DATA01,
                    atom.name(),
                    "is done without '" + slot + "', so its revert would not find it",
                    renamed(atom.name(), slot, slots(row))
                        .advise("raise the version of " + atom.name() + ", and map its output"))
                .as(Severity.WARNING));
      }
    }
  }

  /**
   * Whether an atom finds its slots.
   *
   * @param retry runs everything behind it again; empty if the atom runs anyway
   */
  private void slots(ShapeAtom atom, String retry) {
    Set<String> again = retry.isEmpty() ? Set.of() : target.wiring().precedence().atomsAfter(retry);
    for (String slot : atom.demands()) {
      String provider = target.wiring().provider(atom.name(), slot);
      if (provider != null && again.contains(provider)) {
        continue;
      }
      if (provider == null) {
        input(atom, slot);
      } else {
        stored(atom, slot, provider);
      }
    }
  }

  private void input(ShapeAtom atom, String slot) {
    if (work.inputs().has(slot)) {
      return;
    }
    List<String> once =
        stored.shape().inOrder().stream()
            .filter(old -> old.provides().contains(slot))
            .map(ShapeAtom::name)
            .toList();
    if (once.isEmpty()) {
      found.add(
          Finding.of(
              FindingCode.DATA02,
              atom.name(),
              "requires '"
                  + slot
                  + "', which no task provides and "
                  + (UncheckedLint.isBare(stored.shape())
                      ? "is not among the stored inputs; whoever resumes the flow must give it"
                      : "the flow was not submitted with"),
              formerInput(slot)
                  .or(Lines.supply(slot))
                  .advise(
                      "or provide '"
                          + slot
                          + "' from a task, and book.seed(..) that task in flows that exist")));
    } else {
      found.add(gone(atom, slot, once));
    }
  }

  /** The one input that nothing reads any more, if this is the one that is missing. */
  private Remedy formerInput(String slot) {
    Set<String> read = new HashSet<>();
    target.shape().inOrder().forEach(atom -> read.addAll(atom.reads()));
    target.wiring().guards().forEach(guard -> read.addAll(guard.decider().reads()));
    List<String> unread =
        stored.shape().inOrder().stream()
            .flatMap(atom -> atom.reads().stream())
            .filter(name -> work.inputs().has(name) && !read.contains(name))
            .distinct()
            .toList();
    long missing =
        target.wiring().inputs().stream().filter(name -> !work.inputs().has(name)).count();
    return unread.size() == 1 && missing == 1
        ? Remedy.of(Lines.renameInput(unread.get(0), slot))
        : Remedy.NONE;
  }

  /** A slot of tasks that are not there any more; what one of them stored can be handed over. */
  private Finding gone(ShapeAtom atom, String slot, List<String> once) {
    String sentence =
        "still requires '" + slot + "', which only " + String.join(", ", once) + " provided";
    String advice =
        "keep a task that provides '"
            + slot
            + "', or rename "
            + once.get(0)
            + " to the task that stands for it";
    for (Map.Entry<ShapeAtom, Move.By> dropped : work.droppedDone().entrySet()) {
      ShapeAtom old = dropped.getKey();
      if (old.provides().contains(slot) && once.stream().anyMatch(this::hasStored)) {
        Move.By by = dropped.getValue();
        String drop =
            old.reverts() ? Lines.drop(old.name(), OnDone.FORGET) : Lines.drop(old.name());
        String line = Lines.supplyFrom(old.name(), slot) + (by.isStep() ? drop : "");
        Remedy remedy = Remedy.of(line, Lines.supply(slot)).advise(advice);
        return Finding.of(FindingCode.DATA01, atom.name(), sentence, remedy).causedBy(by);
      }
    }
    Remedy supply = Remedy.of(Lines.supply(slot)).advise(advice);
    return Finding.of(FindingCode.DATA01, atom.name(), sentence, supply);
  }

  /** Whether a task has ended, so that all it provides is stored. */
  private boolean hasStored(String old) {
    AtomRecord row = stored.touched().get(AtomName.of(old));
    return row != null && row.state() == AtomState.SUCCESS;
  }

  private void stored(ShapeAtom atom, String slot, String provider) {
    Stand stand = work.stand(provider);
    AtomRecord lacking = stand.isDone() ? stand.lacking(slot) : stand.doneWithout(slot);
    if (lacking == null || work.directions().way(provider) == Way.AGAIN) {
      return;
    }
    String sentence = "requires '" + slot + "' from " + provider;
    if (stand.isLeftOut()) {
      finds(
          atom,
          sentence + ", which was left out by a decider",
          Remedy.of(Lines.reset(provider))
              .advise("or let " + atom.name() + " take the slot as optional"));
      return;
    }
    SortedSet<String> slots = slots(lacking);
    String who = stand.isFanOut() ? "is done, but " + lacking.name() : "is done and";
    finds(
        atom,
        sentence + ", which " + who + " stored " + words(slots),
        answer(provider, slot, slots)
            .advise("or raise the version of " + provider + ", and map what it stored in a step"));
  }

  private Remedy answer(String provider, String slot, SortedSet<String> stored) {
    return renamed(provider, slot, stored).or(Lines.reset(provider));
  }

  /** Where the provider has stored one slot that it does not know any more, that is the one. */
  private Remedy renamed(String provider, String slot, SortedSet<String> stored) {
    SortedSet<String> now = Objects.requireNonNull(target.shape().atoms().get(provider)).provides();
    List<String> unknown = stored.stream().filter(name -> !now.contains(name)).toList();
    long lacking = now.stream().filter(name -> !stored.contains(name)).count();
    if (unknown.size() == 1 && lacking == 1) {
      RenameSlot rename = new RenameSlot(provider, unknown.get(0), slot);
      return rename.fit(work.atoms()).applies() ? Remedy.of(rename.line()) : Remedy.NONE;
    }
    return Remedy.NONE;
  }

  private static SortedSet<String> slots(AtomRecord row) {
    Output output = row.execution().output();
    return output == null ? ShapeAtom.slotSet(List.of()) : output.slots();
  }

  private static String words(SortedSet<String> slots) {
    return slots.isEmpty()
        ? "nothing"
        : slots.stream().collect(Collectors.joining("', '", "'", "'"));
  }

  private void finds(ShapeAtom atom, String sentence, Remedy remedy) {
    found.add(Finding.of(FindingCode.DATA01, atom.name(), sentence, remedy));
  }
}
