package dev.portage.testkit.migration;

import dev.portage.migration.Outcome;
import dev.portage.migration.UndoOutcome;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowDocument;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.Json;
import dev.portage.store.LeaseChange;
import dev.portage.store.Output;
import dev.portage.testkit.migration.Survey.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Point 10: maps cope with null, missing and recorded values, and lead back where they can. */
final class MapPoint {
  private static final int FLOWS = 12;

  private final Survey survey;
  private final List<FlowDocument> fixtures;
  private int lenses;

  MapPoint(Survey survey, List<FlowDocument> fixtures) {
    this.survey = survey;
    this.fixtures = fixtures;
  }

  /** Tries them; what and how many, in words. */
  String tryAll() {
    List<Found> some =
        survey.found().stream()
            .filter(found -> found.outcome() instanceof Outcome.Migrated)
            .sorted(Comparator.comparing((Found found) -> -found.done().cardinality()))
            .limit(FLOWS)
            .toList();
    for (Found found : some) {
      survives(found, "null in every slot", MapPoint::nulls);
      survives(found, "no slot at all", slots -> Json.mapper().createObjectNode());
      leadsBack(found);
    }
    int recorded = 0;
    for (FlowDocument fixture : fixtures) {
      if (fixture.flow().shape().equals(survey.trial().shape())
          && fixture.flow().header().flow().equals(survey.trial().flow())) {
        survivesRecorded(fixture);
        recorded++;
      }
    }
    return some.size() + " flows, " + recorded + " recorded, " + lenses + " led back by lenses";
  }

  private static ObjectNode nulls(ObjectNode slots) {
    ObjectNode nulls = Json.mapper().createObjectNode();
    slots.propertyNames().forEach(nulls::putNull);
    return nulls;
  }

  private void survives(Found found, String what, UnaryOperator<ObjectNode> change) {
    List<AtomRecord> rows = new ArrayList<>();
    for (AtomRecord row : found.before().touched().values()) {
      Output output = row.execution().output();
      boolean isValue = row.kind() == AtomKind.TASK && output != null;
      rows.add(
          isValue
              ? row.with(
                  row.execution()
                      .producing(
                          row.execution().version(),
                          Output.of(change.apply(Objects.requireNonNull(output).bySlot()))))
              : row);
    }
    FlowRecord changed = FlowRecord.of(found.before().header(), found.before().shape(), rows);
    migrates(changed, survey.flows().words(found.done()) + ", " + what);
  }

  private void survivesRecorded(FlowDocument fixture) {
    migrates(fixture.flow(), "as recorded of flow '" + fixture.id() + "'");
  }

  private void migrates(FlowRecord record, String what) {
    try (Stage stage = new Stage(survey.trial())) {
      Outcome outcome = stage.migrate(stage.put(record));
      if (outcome instanceof Outcome.Failed failed) {
        throw new AssertionError(survey.trial() + ", " + what + ": " + failed.why());
      }
    }
  }

  /**
   * Migrates, makes the flow go on as if each task had done the same once more, undoes: what was
   * stored before is what is stored. A row that nothing has happened to would just be put back.
   */
  private void leadsBack(Found found) {
    try (Stage stage = new Stage(survey.trial())) {
      FlowId id = stage.put(found.before());
      stage.migrate(id);
      stage.store().commit(doneAgain(stage.stored(id))).join();
      UndoOutcome outcome = stage.undo(id);
      if (outcome instanceof UndoOutcome.Failed failed) {
        throw new AssertionError(
            survey.trial() + ", " + survey.flows().words(found.done()) + ", back: " + failed.why());
      }
      boolean isByLens =
          outcome instanceof UndoOutcome.Undone undone && undone.grade() == UndoOutcome.Grade.LENS;
      if (isByLens) {
        lenses++;
        for (String atom : changed(found.before(), stage.stored(id))) {
          if (isKnown(atom)) {
            throw elsewhere(found, found.before(), stage.stored(id), atom);
          }
        }
        forwardAgain(found, stage, id);
      }
    }
  }

  /** What was made up may not be what the old code stored; its way there and back is one still. */
  private void forwardAgain(Found found, Stage stage, FlowId id) {
    stage.migrate(id);
    List<String> changed = changed(found.after(), stage.stored(id));
    if (!changed.isEmpty()) {
      throw elsewhere(found, found.after(), stage.stored(id), changed.get(0));
    }
  }

  private boolean isKnown(String name) {
    return survey.trial().shape().inOrder().stream()
        .anyMatch(atom -> atom.name().equals(name) && survey.trial().samples().isKnown(atom));
  }

  private static FlowWrite doneAgain(FlowRecord now) {
    List<AtomRecord> rows = new ArrayList<>();
    for (AtomRecord row : now.touched().values()) {
      Execution was = row.execution();
      if (row.kind() == AtomKind.TASK && was.output() != null) {
        rows.add(
            row.with(
                new Execution(
                    was.version(),
                    was.output(),
                    null,
                    was.attempts() + 1,
                    was.idempotencyKey(),
                    was.times())));
      }
    }
    return new FlowWrite(
        now.header().key(),
        FlowWrite.Expected.of(now.header()),
        FlowWrite.Head.of(FlowState.RUNNING),
        rows,
        List.of(),
        LeaseChange.keep(),
        null);
  }

  /** The names of atoms that hold something else than before. */
  private static List<String> changed(FlowRecord before, FlowRecord now) {
    List<String> changed = new ArrayList<>();
    for (AtomRecord was : before.touched().values()) {
      if (was.state() == AtomState.SUCCESS && !held(before, was).equals(held(now, was))) {
        changed.add(was.name().template());
      }
    }
    return changed;
  }

  private static String held(FlowRecord flow, AtomRecord atom) {
    AtomRecord row = flow.touched().get(atom.name());
    Output output = row == null ? null : row.execution().output();
    return output == null ? "nothing" : output.bySlot().toString();
  }

  private AssertionError elsewhere(Found found, FlowRecord was, FlowRecord is, String atom) {
    AtomRecord row = was.touched().get(AtomName.of(atom));
    return new AssertionError(
        survey.trial()
            + ", "
            + survey.flows().words(found.done())
            + ": after a way there and back "
            + atom
            + (row == null ? "" : " holds " + held(is, row) + ", before " + held(was, row))
            + "; the map back does not take the map forward back");
  }
}
