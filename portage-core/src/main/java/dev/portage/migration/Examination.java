package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.migration.Plan.Newer;
import dev.portage.migration.Plan.Nothing;
import dev.portage.migration.Plan.Ready;
import dev.portage.migration.Plan.Stuck;
import dev.portage.shape.Inconsistency;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.ShapeRef;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One stored flow beside today's code: the plan, and what becomes of the flow. Pure.
 *
 * @param stored the flow
 * @param target what the code says it should be
 * @param plan how to get there
 * @param rewritten the flow afterwards; null if there is no way
 */
record Examination(FlowRecord stored, Target target, Plan plan, @Nullable Rewritten rewritten) {

  /** Whether shape and steps are what the code has, so that nothing needs to be planned. */
  static boolean isCurrent(FlowHeader header, Target target, @Nullable MigrationBook book) {
    ShapeRef shape = header.shape();
    return shape.fingerprint().equals(target.shape().fingerprint())
        && shape.digest().equals(target.shape().digest())
        && (book == null || shape.stamp().equals(book.heads()));
  }

  /** Plans, rewrites and checks; writes nothing. */
  static Examination of(
      FlowRecord stored, Target target, @Nullable MigrationBook book, Values values) {
    return of(stored, target, new Outlook(book, Lineage.none()), values);
  }

  /** The same where other code may be at work too. */
  static Examination of(FlowRecord stored, Target target, Outlook outlook, Values values) {
    return of(stored, target, outlook.plan(stored, target), values);
  }

  /** The same with a plan that was made for another flow of this shape, stamp and target. */
  static Examination of(FlowRecord stored, Target target, Plan plan, Values values) {
    Rewritten rewritten = null;
    if (plan instanceof Ready ready) {
      rewritten = RecordRewriter.rewrite(stored, target, ready.moves(), values);
    } else if (plan instanceof Nothing) {
      rewritten = RecordRewriter.rewrite(stored, target, List.of(), values);
    }
    return new Examination(stored, target, plan, rewritten);
  }

  /** The same for a flow that {@link #isCurrent}: only its keys can stand against it. */
  static Examination ofCurrent(FlowRecord stored, Target target) {
    List<Finding> findings =
        target.shape().fanOuts().isEmpty() ? List.of() : RecordRewriter.ofCurrent(stored, target);
    Plan nothing = new Nothing(stored.shape().atoms(), stored.header().shape().stamp());
    return new Examination(stored, target, nothing, Rewritten.unchanged(stored, findings));
  }

  Verdict verdict() {
    if (rewritten == null) {
      return plan instanceof Newer ? Verdict.NEWER : Verdict.STUCK;
    }
    if (rewritten.isBlocked()) {
      return Verdict.BLOCKED;
    }
    return plan instanceof Ready ? Verdict.PENDING : Verdict.CURRENT;
  }

  List<Finding> findings() {
    if (rewritten != null) {
      return rewritten.findings();
    }
    return plan instanceof Stuck stuck ? stuck.findings() : List.of();
  }

  /** Why the flow cannot be activated, with every finding and what to do next. */
  MigrationRefusedException refusal() {
    FlowHeader header = stored.header();
    String head =
        "flow '"
            + stored.id()
            + "' ("
            + header.flow()
            + ") is not resumed: it is stored as "
            + header.shape().fingerprint()
            + ", the code has "
            + target.shape().fingerprint();
    return new MigrationRefusedException(
        stored.id(), verdict(), head + why() + Finding.lines(findings()), findings());
  }

  private String why() {
    if (plan instanceof Newer newer) {
      return "\n  newer code wrote it, " + newer.why() + "; it waits for a newer process";
    }
    if (plan instanceof Stuck stuck) {
      return "\n  stuck: " + stuck.why() + differences(stuck) + next(stuck);
    }
    return "\n  blocked, because of where it is:";
  }

  private static String differences(Stuck stuck) {
    return stuck.left().isEmpty()
        ? ""
        : stuck.left().stream()
            .map(Inconsistency::describe)
            .collect(Collectors.joining(", ", "\n  differences: ", ""));
  }

  /** Findings say themselves what to do. */
  private static String next(Stuck stuck) {
    return stuck.findings().isEmpty()
        ? "\n  next: let a step of the migration book say what became of these tasks, or deploy the"
            + " code that the flow was stored by"
        : "";
  }
}
