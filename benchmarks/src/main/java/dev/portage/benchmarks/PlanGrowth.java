package dev.portage.benchmarks;

import dev.portage.benchmarks.Figure.Amount;
import dev.portage.migration.MigrationBook;
import dev.portage.migration.Plan;
import dev.portage.migration.Planner;
import dev.portage.model.AtomKind;
import dev.portage.shape.AtomSet;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the time of planning grows with the tasks of a flow and with the steps that it has not been
 * through: the exponent, 1 being linear. Each step renames one task.
 */
final class PlanGrowth implements Benchmark {
  private static final int STEPS = 200;
  private static final int FEW_TASKS_PART = 100;

  /** What n log n is from 100 tasks to 10,000: the logarithms of 200 and of 100. */
  private static final double N_LOG_N = 1.15;

  private record Case(int tasks, int steps) {
    String name() {
      return tasks + " tasks, " + steps + " steps";
    }
  }

  @Override
  public List<Figure> run(Size size) throws Exception {
    int steps = Math.min(STEPS, size.tasks());
    Case small = new Case(Math.max(1, size.tasks() / FEW_TASKS_PART), 1);
    Case wide = new Case(size.tasks(), 1);
    Case deep = new Case(size.tasks(), steps);
    Rounds rounds = new Rounds();
    for (Case each : List.of(small, wide, deep)) {
      rounds.add(each.name(), planning(each));
    }
    Map<String, Samples> took = rounds.run(size.rounds());
    return List.of(
        growth(
            "exponent of growth with tasks", took, small, wide, ratio(wide.tasks(), small.tasks())),
        growth("exponent of growth with steps", took, wide, deep, ratio(deep.steps(), 1)));
  }

  private static double ratio(int large, int small) {
    return (double) large / small;
  }

  private static Figure growth(
      String name, Map<String, Samples> took, Case from, Case to, double times) {
    Amount before = amount(took, from);
    Amount after = amount(took, to);
    double exponent = Math.log(after.number() / before.number()) / Math.log(times);
    return new Figure(name, after, before, exponent, Figure.Bar.atMost(N_LOG_N));
  }

  private static Amount amount(Map<String, Samples> took, Case of) {
    return Amount.of(of.name(), took.getOrDefault(of.name(), new Samples(0)), 1e6, "ms");
  }

  private static Rounds.Subject planning(Case of) {
    List<String> names = Flows.names(of.tasks());
    AtomSet stored = atoms(names, 0);
    AtomSet target = atoms(names, of.steps());
    MigrationBook book =
        MigrationBook.of(
            steps -> {
              for (int i = 0; i < of.steps(); i++) {
                String name = names.get(i);
                steps.step(
                    "step-" + i, step -> step.because("a better name").rename(name, name + "-new"));
              }
            });
    return () ->
        Rounds.time(
            () -> {
              Plan plan = new Planner(book).plan(stored, Stamp.NONE, target);
              if (!(plan instanceof Plan.Ready)) {
                throw new IllegalStateException("expected a plan, found " + plan);
              }
            });
  }

  private static AtomSet atoms(List<String> names, int renamed) {
    List<ShapeAtom> atoms = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = i < renamed ? names.get(i) + "-new" : names.get(i);
      atoms.add(ShapeAtom.of(AtomKind.TASK, name, "1.0"));
    }
    return AtomSet.of(atoms);
  }
}
