package dev.portage.testkit.migration;

import dev.portage.migration.Outcome;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.RecordJson;
import dev.portage.store.StoreUnavailableException;
import dev.portage.testkit.CrashPoints;
import dev.portage.testkit.CrashPoints.Crash;
import dev.portage.testkit.migration.Survey.Found;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Point 8: whatever breaks, and when: a flow is the old one or the new one. */
final class CrashPoint {
  private static final int FLOWS = 5;
  private static final FlowId ID = FlowId.of("sample-1");

  private final Survey survey;

  CrashPoint(Survey survey) {
    this.survey = survey;
  }

  /** Breaks at each write of some flows; how often, in words. */
  String tryAll() {
    List<Found> some =
        survey.found().stream().filter(f -> f.outcome() instanceof Outcome.Migrated).toList();
    int crashes = 0;
    for (int i = 0; i < Math.min(FLOWS, some.size()); i++) {
      Found found = some.get(i * Math.max(1, some.size() / FLOWS) % some.size());
      for (Crash crash : Crash.values()) {
        boolean crashed = true;
        for (int commit = 1; crashed; commit++) {
          crashed = crashes(found, crash, commit);
          crashes += crashed ? 1 : 0;
        }
      }
    }
    return crashes + " crashes";
  }

  private boolean crashes(Found found, Crash crash, int commit) {
    String old = image(Stage.called(ID, found.before()));
    String fresh = image(Stage.called(ID, found.after()));
    try (Stage stage = new Stage(survey.trial())) {
      stage.put(found.before());
      CrashPoints mortal = CrashPoints.at(commit, crash, stage.store());
      migrate(stage, mortal);
      String left = image(stage.stored(ID));
      boolean isWhole = left.equals(old) || left.equals(fresh);
      int entries = stage.store().journal(ID).size();
      if (!isWhole || entries != (left.equals(old) ? 0 : 1)) {
        throw otherwise(found, crash + " at commit " + commit + " leaves", left, fresh);
      }
      stage.migrate(ID);
      if (!image(stage.stored(ID)).equals(fresh)) {
        throw otherwise(
            found,
            crash + " at commit " + commit + ", and migrated again, it is",
            image(stage.stored(ID)),
            fresh);
      }
      return mortal.hasCrashed();
    }
  }

  private AssertionError otherwise(Found found, String how, String left, String fresh) {
    return new AssertionError(
        survey.trial()
            + ", "
            + survey.flows().words(found.done())
            + ": "
            + how
            + " something that is neither the old flow nor the new one; is a map not pure?"
            + "\n  found:    "
            + left
            + "\n  expected: "
            + fresh
            + "\n  "
            + PlanWords.of(found.outcome()));
  }

  private static void migrate(Stage stage, CrashPoints mortal) {
    try {
      stage.migrator(mortal).migrate(ID);
    } catch (StoreUnavailableException | IllegalStateException | CompletionException e) {
      if (!mortal.hasCrashed()) {
        throw e;
      }
    }
  }

  private static String image(FlowRecord record) {
    return RecordJson.write(record).toString();
  }
}
