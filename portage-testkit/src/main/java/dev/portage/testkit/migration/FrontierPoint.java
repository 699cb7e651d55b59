package dev.portage.testkit.migration;

import dev.portage.engine.FlowResult;
import dev.portage.migration.Finding;
import dev.portage.migration.FindingCode;
import dev.portage.migration.Outcome;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowException;
import dev.portage.model.FlowState;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.testkit.migration.SimulatedRun.Kind;
import dev.portage.testkit.migration.Survey.Found;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Point 7: from every frontier a flow goes on to its end, does nothing twice, and undoes what it
 * did once, wherever it fails.
 */
final class FrontierPoint {
  private static final int FLOWS_PER_STAGE = 1_000;
  private static final String HINT =
      "\n  if it is for want of a real value, say one: .output(TASK, VERSION, ..), .value(SLOT, ..)"
          + " or .fixtures(DIRECTORY)";

  private final Survey survey;
  private final Setup setup;
  private final long end;
  private int runs;
  private int open;
  private int tried;

  FrontierPoint(Survey survey, Setup setup, Duration within) {
    this.survey = survey;
    this.setup = setup;
    this.end = System.nanoTime() + within.toNanos();
  }

  /**
   * Tries them all, as long as there is time.
   *
   * @return how many were tried, in words
   */
  String tryAll() throws InterruptedException {
    Stage stage = new Stage(survey.trial());
    try {
      for (Found found : survey.found()) {
        if (found.outcome() instanceof Outcome.Failed failed) {
          throw new AssertionError(at(found) + "it cannot be migrated: " + failed.why() + HINT);
        }
        open += found.isOpen() ? 1 : 0;
        if (found.isOpen() && (tried == 0 || System.nanoTime() < end)) {
          if (stage.size() >= FLOWS_PER_STAGE) {
            stage.close();
            stage = new Stage(survey.trial());
          }
          tryOne(stage, found);
          tried++;
        }
      }
    } finally {
      stage.close();
    }
    String cut = tried < open ? ", of which there was time for " + tried : "";
    return survey.words() + ", " + open + " can go on" + cut + ", " + runs + " runs";
  }

  private String at(Found found) {
    return survey.trial() + ", " + survey.flows().words(found.done()) + ": ";
  }

  private void tryOne(Stage stage, Found found) throws InterruptedException {
    SimulatedRun clean = SimulatedRun.clean();
    try {
      FlowResult result = run(stage, found, clean);
      if (result.state() != FlowState.SUCCESS) {
        throw new AssertionError(
            "though nothing was made to fail, it ends in " + PlanWords.end(result) + HINT);
      }
      nothingTwice(found, clean);
    } catch (AssertionError | FlowException e) {
      throw failed(found, clean, "", e);
    }
    for (String point : new LinkedHashSet<>(clean.executed())) {
      if (System.nanoTime() < end || tried == 0) {
        SimulatedRun failing = SimulatedRun.failingAt(point);
        try {
          undone(found, failing, run(stage, found, failing));
        } catch (AssertionError | FlowException e) {
          throw failed(found, failing, ", " + point + " fails", e);
        }
      }
    }
  }

  private AssertionError failed(Found found, SimulatedRun run, String how, Throwable why) {
    return new AssertionError(
        at(found)
            + why.getMessage()
            + "\n  ran"
            + how
            + ": "
            + run.events()
            + "\n  "
            + PlanWords.of(found.outcome()),
        why);
  }

  private FlowResult run(Stage stage, Found found, SimulatedRun run) throws InterruptedException {
    runs++;
    FlowId id = stage.put(found.after());
    return stage.run(id, run);
  }

  private void nothingTwice(Found found, SimulatedRun run) {
    Kinship kinship = Kinship.of(survey.trial().shape(), found.outcome());
    Set<String> executed = new LinkedHashSet<>(run.executed());
    for (AtomRecord row : found.before().touched().values()) {
      ShapeAtom old = atom(survey.trial().shape().inOrder(), row.name().template());
      if (old != null
          && old.kind() == AtomKind.TASK
          && old.hasSideEffects()
          && isDone(row)
          && !isHead(row, old)) {
        notAgain(found, kinship, old, row.name(), executed);
      }
    }
    for (String atom : executed) {
      if (run.count(Kind.EXECUTE, atom) > 1) {
        throw new AssertionError(atom + " is executed " + run.count(Kind.EXECUTE, atom) + " times");
      }
    }
  }

  private void notAgain(
      Found found, Kinship kinship, ShapeAtom old, AtomName done, Set<String> executed) {
    List<String> heirs = kinship.of(old.name());
    for (String heir : heirs) {
      String name = new AtomName(heir, done.key()).toString();
      if (executed.contains(name) && !kinship.isReset(heir)) {
        String as = heir.equals(old.name()) ? "" : ", now called " + name + ",";
        throw new AssertionError(done + as + " was done, and is executed again");
      }
    }
    for (ShapeAtom now : survey.trial().target().shape().inOrder()) {
      boolean isNew = atom(survey.trial().shape().inOrder(), now.name()) == null;
      boolean repeats = executed.stream().anyMatch(e -> template(e).equals(now.name()));
      if (heirs.isEmpty() && isNew && repeats && Kinship.isSimilar(old, now)) {
        if (!isAllowed(found, FindingCode.RERUN01)) {
          throw new AssertionError(
              done + " was done, and " + now.name() + ", which does the same, is executed too");
        }
      }
    }
  }

  /** Whether the book, or the set-up, says why that may be; the taskflow policy says nothing. */
  private boolean isAllowed(Found found, FindingCode code) {
    return setup.reason(code) != null
        || found.findings().stream()
            .filter(finding -> finding.code() == code && !finding.isError())
            .map(Finding::by)
            .anyMatch(by -> !by.startsWith("taskflow:"));
  }

  private void undone(Found found, SimulatedRun run, FlowResult result) {
    if (result.state() != FlowState.SUCCESS && result.state() != FlowState.REVERTED) {
      throw new AssertionError("it ends in " + PlanWords.end(result));
    }
    List<String> wrong = new ArrayList<>();
    for (ShapeAtom atom : survey.trial().target().shape().inOrder()) {
      if (atom.kind() == AtomKind.TASK && atom.reverts()) {
        result.stored().touched().values().stream()
            .filter(row -> row.name().template().equals(atom.name()) && !isHead(row, atom))
            .forEach(row -> balance(found.after(), row, run, wrong));
      }
    }
    if (result.state() == FlowState.REVERTED) {
      lost(found, wrong);
    }
    if (!wrong.isEmpty()) {
      throw new AssertionError(String.join("; ", wrong));
    }
  }

  /** What was executed was reverted as often, but for the last time where it counts as done. */
  private static void balance(
      FlowRecord start, AtomRecord end, SimulatedRun run, List<String> wrong) {
    String name = end.name().toString();
    AtomRecord was = start.touched().get(end.name());
    int executed = run.count(Kind.EXECUTE, name) + (was != null && isDone(was) ? 1 : 0);
    int reverted = run.count(Kind.REVERT, name);
    int owed = end.state() == AtomState.SUCCESS ? executed - 1 : executed;
    if (reverted != owed) {
      wrong.add(
          name
              + " was executed "
              + times(executed)
              + ", reverted "
              + times(reverted)
              + ", and is "
              + end.state());
    }
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  /** Work of the past that nothing of today undoes. */
  private void lost(Found found, List<String> wrong) {
    Kinship kinship = Kinship.of(survey.trial().shape(), found.outcome());
    for (AtomRecord row : found.before().touched().values()) {
      ShapeAtom old = atom(survey.trial().shape().inOrder(), row.name().template());
      if (old != null
          && old.reverts()
          && isDone(row)
          && !isHead(row, old)
          && kinship.of(old.name()).isEmpty()
          && !kinship.isForgotten(old.name())
          && !isAllowed(found, FindingCode.LEAK01)) {
        wrong.add(row.name() + " was done and could be reverted, and nothing reverts it any more");
      }
    }
  }

  private static boolean isDone(AtomRecord row) {
    return row.state() == AtomState.SUCCESS;
  }

  private static boolean isHead(AtomRecord row, ShapeAtom atom) {
    return atom.isFanOut() && row.name().key().isEmpty();
  }

  private static String template(String atom) {
    int bracket = atom.indexOf('[');
    return bracket < 0 ? atom : atom.substring(0, bracket);
  }

  private static @Nullable ShapeAtom atom(List<ShapeAtom> atoms, String name) {
    return atoms.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
  }
}
