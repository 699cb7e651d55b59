package dev.portage.migration.history;

import dev.portage.migration.BookBuilder;
import dev.portage.migration.MigrationBook;
import dev.portage.migration.Migrations;
import dev.portage.migration.Operation;
import dev.portage.migration.Plan;
import dev.portage.migration.Planner;
import dev.portage.migration.StepBuilder;
import dev.portage.migration.StepDraft;
import dev.portage.migration.history.RealHistory.Release;
import dev.portage.shape.Shape;
import dev.portage.store.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** A book with a drafted step between each two releases of a flow that need one. */
final class Chain {
  private final RealHistory history;
  private final List<StepDraft> drafts = new ArrayList<>();
  private final List<String> heads = new ArrayList<>();
  private final SortedMap<String, Integer> counts = new TreeMap<>();
  private final MigrationBook book;

  Chain(RealHistory history) {
    this.history = history;
    List<Release> releases = history.releases();
    for (int i = 1; i < releases.size(); i++) {
      drafts.add(draft(releases.subList(0, i), releases.get(i)));
    }
    Migrations migrations = Migrations.of(Stubs.FLOW, this::write);
    this.book = Objects.requireNonNull(migrations.book(Stubs.FLOW));
  }

  /** Questions are answered by the judged list; what is not on it is gone. */
  private StepDraft draft(List<Release> until, Release to) {
    Release from = until.get(until.size() - 1);
    Map<String, String> judged = history.renames(from, to);
    StepDraft draft = StepDraft.between(from.shape(), to.shape());
    while (!draft.questions().isEmpty()) {
      String gone = draft.questions().get(0).gone();
      String fresh = judged.get(gone);
      count(fresh == null ? "asked, gone" : "asked, renamed");
      draft = fresh == null ? draft.dropped(gone) : draft.renamed(gone, fresh);
    }
    draft.operations().forEach(operation -> count(operation.word()));
    List<Shape> others = until.stream().map(Release::shape).toList();
    return draft.alsoFor(others);
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  private void write(BookBuilder book) {
    String last = "";
    heads.add(last);
    for (int i = 0; i < drafts.size(); i++) {
      StepDraft draft = drafts.get(i);
      if (!draft.isEmpty()) {
        String before = last;
        last = String.format("%02d", i + 1);
        book.step(last, step -> write(step, draft, before));
      }
      heads.add(last);
    }
  }

  private static void write(StepBuilder step, StepDraft draft, String before) {
    if (!before.isEmpty()) {
      step.after(before);
    }
    step.from(draft.from().toString()).to(Objects.requireNonNull(draft.to()).toString());
    draft.write(step);
  }

  /** What leads from that release to the newest one. */
  Plan from(int release) {
    String head = heads.get(release);
    return plan(release, head.isEmpty() ? Stamp.NONE : Stamp.of(List.of(head)));
  }

  /** The same for a flow of which nobody knows what it has been through. */
  Plan adopted(int release) {
    return plan(release, Stamp.NONE);
  }

  private Plan plan(int release, Stamp stamp) {
    List<Release> releases = history.releases();
    return new Planner(book)
        .plan(
            releases.get(release).shape().atoms(),
            stamp,
            releases.get(releases.size() - 1).shape().atoms());
  }

  /** What kept the plan from being ready by steps alone; empty if nothing did. */
  static String objection(Plan plan) {
    if (plan instanceof Plan.Stuck stuck) {
      return "stuck: " + stuck.why();
    }
    if (plan instanceof Plan.Ready ready) {
      List<String> dropped =
          ready.moves().stream()
              .filter(move -> move.by().name().startsWith("default: drop"))
              .flatMap(move -> move.operations().stream())
              .map(Operation::describe)
              .toList();
      return dropped.isEmpty() ? "" : "by rule: " + dropped;
    }
    return plan instanceof Plan.Nothing ? "" : "newer";
  }

  /** How many steps there are, and what they do. */
  @Override
  public String toString() {
    return history.releases().size() + " shapes, " + book.steps().size() + " steps, " + counts;
  }
}
