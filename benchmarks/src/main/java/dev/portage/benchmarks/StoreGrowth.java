package dev.portage.benchmarks;

import dev.portage.benchmarks.Figure.Amount;
import dev.portage.benchmarks.Figure.Bar;
import dev.portage.store.FlowQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an engine loses when its store has grown: flows of ten tasks by 32 callers on a store that
 * holds a million finished flows, beside the same on one that holds a thousand. Also how long a
 * census takes on both, and a search for flows to resume that finds none.
 */
final class StoreGrowth implements Benchmark {
  private static final int CALLERS = 32;
  private static final int FLOWS_EACH = 8;
  private static final double LEAST_OF_SMALL = 0.8;
  private static final int MANY_PER_TASK = 100;
  private static final int FEW_PART = 10;
  private static final int LOOKS_PART = 20;

  @Override
  public List<Figure> run(Size size) throws Exception {
    List<Figure> figures = new ArrayList<>();
    figures.addAll(figures("SQLite", Databases::sqlite, size));
    figures.addAll(figures("PostgreSQL", Databases::postgres, size));
    return figures;
  }

  private static List<Figure> figures(String database, Databases.Kind kind, Size size)
      throws Exception {
    try (GrownStore few = GrownStore.of(kind, size.tasks() / FEW_PART);
        GrownStore many = GrownStore.of(kind, size.tasks() * MANY_PER_TASK)) {
      Pair pair = new Pair(database, few, many);
      int flows = Math.min(size.tasks(), CALLERS * FLOWS_EACH);
      Size rounds = new Size(flows, size.rounds());
      Size looks = new Size(1, Math.max(1, size.rounds() / LOOKS_PART));
      return List.of( // what looks comes first: while there are so few
          pair.time(
              "census of unfinished flows",
              looks,
              store -> store.store().census(FlowQuery.unfinished())),
          pair.time("census of all flows", looks, store -> store.store().census(FlowQuery.all())),
          pair.time("resumeAll that finds nothing", looks, store -> store.load().resumeNothing()),
          pair.speed(
              "ids in the order of time",
              rounds,
              store -> store.load().run(flows, CALLERS),
              Bar.atLeast(LEAST_OF_SMALL)),
          pair.speed(
              "ids anywhere among those stored",
              rounds,
              store -> store.loadAnywhere().run(flows, CALLERS),
              null));
    }
  }

  /** What is done on a store. */
  private interface Deed {
    void on(GrownStore store) throws Exception;
  }

  /** The two stores of a database. */
  private record Pair(String database, GrownStore few, GrownStore many) {
    Figure speed(String what, Size size, Deed deed, @Nullable Bar bar) throws Exception {
      double perTask = size.tasks() * StoreLoad.TASKS * 1e3;
      Map<String, Samples> took = measure(size, deed);
      Amount small = amount(few, took, perTask, "us/task");
      Amount grown = amount(many, took, perTask, "us/task");
      String name = database + ", " + CALLERS + " callers, " + what + ": speed beside that of few";
      return new Figure(name, grown, small, small.number() / grown.number(), bar);
    }

    Figure time(String what, Size size, Deed deed) throws Exception {
      Map<String, Samples> took = measure(size, deed);
      Amount small = amount(few, took, 1e6, "ms");
      Amount grown = amount(many, took, 1e6, "ms");
      String name = database + ", " + what + ": time beside that of few";
      return new Figure(name, grown, small, grown.number() / small.number(), null);
    }

    private Map<String, Samples> measure(Size size, Deed deed) throws Exception {
      return new Rounds()
          .add(name(few), () -> Rounds.time(() -> deed.on(few)))
          .add(name(many), () -> Rounds.time(() -> deed.on(many)))
          .run(size.rounds());
    }

    private static Amount amount(
        GrownStore store, Map<String, Samples> took, double divisor, String unit) {
      String name = name(store);
      return Amount.of(name, took.getOrDefault(name, new Samples(0)), divisor, unit);
    }

    private static String name(GrownStore store) {
      return String.format(Locale.ROOT, "%,d flows stored", store.stored());
    }
  }
}
