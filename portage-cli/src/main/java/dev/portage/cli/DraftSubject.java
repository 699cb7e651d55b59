package dev.portage.cli;

import dev.portage.engine.Target;
import dev.portage.migration.MigrationBook;
import dev.portage.migration.Migrations;
import dev.portage.migration.Plan;
import dev.portage.migration.Planner;
import dev.portage.migration.StepDraft;
import dev.portage.shape.Shape;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Flows that a step may have to carry over.
 *
 * @param line which flows
 * @param stored their shape
 * @param target what the code wants of them
 * @param after the steps that a new one comes after: the heads of the book
 * @param plan what the book does with them today
 */
record DraftSubject(CensusLine line, Shape stored, Shape target, List<String> after, Plan plan) {
  /** What is known of these flows; the sample stands for all of them. */
  static DraftSubject of(CensusLine line, FlowRecord sample, Application application) {
    FlowHeader header = sample.header();
    Migrations migrations = application.migrations();
    Shape target =
        application
            .catalog()
            .target(header.key(), migrations.inputs(header))
            .map(Target::shape)
            .orElseThrow();
    MigrationBook book = migrations.book(line.flow());
    List<String> after = book == null ? List.of() : List.copyOf(book.heads().heads());
    Stamp stamp = header.shape().stamp();
    Plan plan = new Planner(book).plan(sample.shape().atoms(), stamp, target.atoms());
    return new DraftSubject(line, sample.shape(), target, after, plan);
  }

  String flow() {
    return line.flow();
  }

  /** As far as shapes tell. */
  StepDraft draft() {
    return StepDraft.between(stored, target);
  }

  /** Whether flows of that shape wait for a step that nobody has written. */
  boolean isOpen() {
    return !(plan instanceof Plan.Newer) && !isStepped() && !draft().isEmpty();
  }

  /** Whether steps of the book begin with them already. */
  boolean isStepped() {
    if (plan instanceof Plan.Ready ready) {
      return ready.moves().stream().anyMatch(move -> move.by().name().startsWith("step "));
    }
    if (!(plan instanceof Plan.Stuck stuck)) {
      return false;
    }
    Plan through =
        new Planner(MigrationBook.of(book -> {})).plan(stored.atoms(), Stamp.NONE, target.atoms());
    return !after.isEmpty()
        && !stuck.at().fingerprint().equals(stuck.from().fingerprint())
        && !(through instanceof Plan.Stuck other
            && other.at().fingerprint().equals(stuck.at().fingerprint()));
  }

  /** Shapes of other flows that the step passes through too, and that have only some of it. */
  List<Shape> partly(List<DraftSubject> others, StepDraft draft) {
    List<Shape> shapes = new ArrayList<>();
    for (DraftSubject other : others) {
      long there =
          draft.operations().stream()
              .flatMap(operation -> operation.sources().stream())
              .filter(other.stored.atoms()::has)
              .count();
      if (there > 0 && Objects.equals(other.target, target) && !other.stored.equals(stored)) {
        shapes.add(other.stored);
      }
    }
    return shapes;
  }
}
