package dev.portage.migration;

import dev.portage.migration.Step.Anchors;
import dev.portage.model.Problem;
import dev.portage.model.Version;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes down one step. The operations are carried out in the order in which they are written.
 * Mistakes are reported when the book is made, all at once. Not safe for use by several threads.
 */
public final class StepBuilder {
  /** What a step causes and can be carried out in spite of. */
  private static final Set<FindingCode> ALLOWABLE =
      Set.of(
          FindingCode.RERUN01,
          FindingCode.RERUN02,
          FindingCode.LEAK01,
          FindingCode.FAIL01,
          FindingCode.DATA03,
          FindingCode.SKIP01);

  private final String id;
  private final List<Problem> problems;
  private String reason = "";
  private final List<String> parents = new ArrayList<>();
  private final List<String> replaced = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private Anchors anchors = Anchors.NONE;
  private final Map<FindingCode, String> allowed = new EnumMap<>(FindingCode.class);
  private InDoubt inDoubt = InDoubt.BLOCK;

  StepBuilder(String id, List<Problem> problems) {
    this.id = id;
    this.problems = problems;
  }

  /** Why the step is made; shown in plans and in the history. */
  public StepBuilder because(String why) {
    reason = why;
    return this;
  }

  /** The steps that come before this one; needed where both touch the same atom. */
  public StepBuilder after(String... steps) {
    parents.addAll(List.of(steps));
    return this;
  }

  /**
   * This step does in one what these did one after the other; the last of them came after all the
   * others. Flows that have been through them need it no more. As long as there may be flows that
   * have been through some and not through all, the replaced steps stand in the book beside it.
   */
  public StepBuilder replaces(String... steps) {
    replaced.addAll(List.of(steps));
    return this;
  }

  /** Asserts that the step applies to flows whose fingerprint begins so. */
  public StepBuilder from(String fingerprint) {
    anchors = new Anchors(fingerprint, anchors.to());
    return this;
  }

  /** Asserts that those flows have a fingerprint that begins so when the step is done. */
  public StepBuilder to(String fingerprint) {
    anchors = new Anchors(anchors.from(), fingerprint);
    return this;
  }

  /**
   * What the operations that follow do with a task that was running when its process died; until
   * this is called they block the flow.
   */
  public StepBuilder inDoubt(InDoubt choice) {
    inDoubt = choice;
    return this;
  }

  /** Lets flows pass in spite of RERUN01, RERUN02, LEAK01, FAIL01, DATA03 or SKIP01. */
  public StepBuilder allow(String code, String why) {
    Optional<FindingCode> known = FindingCode.of(code);
    if (known.isEmpty()) {
      mistake("allows '" + code + "', which is not a finding", "use a code such as RERUN01");
    } else if (!ALLOWABLE.contains(known.get())) {
      mistake("allows " + code + ", which needs an answer", "portage show " + code + " says which");
    } else if (why.isBlank()) {
      mistake("allows " + code + " without a reason", "say why");
    } else {
      allowed.put(known.get(), why);
    }
    return this;
  }

  /** The atom has another name; all that is stored of it stays. */
  public StepBuilder rename(String from, String to) {
    if (from.equals(to)) {
      mistake("renames '" + from + "' to itself", "remove the rename");
    }
    operations.add(new Rename(from, to));
    return this;
  }

  /** The atom has another version; flows that have stored its output are blocked with DATA03. */
  public StepBuilder version(String task, String from, String to) {
    checkVersions(task, from, to);
    operations.add(new ChangeVersion(task, from, to, null, inDoubt));
    return this;
  }

  /** The atom has another version; what it stored is mapped. */
  public StepBuilder version(String task, String from, String to, OutputMap map) {
    checkVersions(task, from, to);
    operations.add(new ChangeVersion(task, from, to, map, inDoubt));
    return this;
  }

  /**
   * The atom has another version; what it stored is mapped, and can be mapped back.
   *
   * @param back makes the old output of the new one, so that the migration can be undone even when
   *     the flow has gone on. For what {@code map} makes of an output it must give that output
   *     again
   */
  public StepBuilder version(String task, String from, String to, OutputMap map, OutputMap back) {
    checkVersions(task, from, to);
    operations.add(new ChangeVersion(task, from, to, map, back, inDoubt));
    return this;
  }

  private void checkVersions(String task, String from, String to) {
    Optional<Version> old = Version.from(from);
    Optional<Version> now = Version.from(to);
    if (now.isEmpty()) {
      mistake(
          "gives '" + task + "' the version '" + to + "'",
          "a version is two whole numbers with a dot, such as 2.0");
    } else if (old.isPresent() && old.get().compareTo(now.get()) >= 0) {
      mistake(
          "takes '" + task + "' from " + from + " back to " + to,
          "versions only go up; to go back, undo the migration (VER02)");
    }
  }

  /** The atom is gone; flows in which it is done and can be reverted are blocked with LEAK01. */
  public StepBuilder drop(String task) {
    return drop(task, OnDone.AUTO);
  }

  /** The atom is gone. */
  public StepBuilder drop(String task, OnDone onDone) {
    operations.add(new Drop(task, onDone, inDoubt));
    return this;
  }

  /** The task has become several. */
  public StepBuilder split(String task, Part... parts) {
    long heirs = List.of(parts).stream().filter(Part::inheritsKey).count();
    long names = List.of(parts).stream().map(Part::name).distinct().count();
    if (parts.length < 2) {
      mistake("splits '" + task + "' into " + parts.length, "name at least two parts, or rename");
    }
    if (heirs > 1) {
      mistake("splits '" + task + "' with " + heirs + " heirs", "mark one part with inherits()");
    }
    if (names < parts.length) {
      mistake("splits '" + task + "' into parts of one name", "names are unique");
    }
    operations.add(new Split(task, List.of(parts), inDoubt));
    return this;
  }

  /** The atom runs again, as a new attempt. */
  public StepBuilder reset(String task) {
    operations.add(new Reset(task, inDoubt));
    return this;
  }

  private void mistake(String sentence, String remedy) {
    problems.add(new Problem("step " + id, sentence, remedy));
  }

  Step build() {
    if (operations.isEmpty() && !allowed.containsKey(FindingCode.SKIP01)) {
      mistake("does nothing", "add an operation, or remove the step");
    }
    return new Step(id, reason, parents, replaced, operations, anchors, allowed);
  }
}
