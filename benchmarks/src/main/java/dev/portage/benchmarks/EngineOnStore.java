package dev.portage.benchmarks;

import dev.portage.benchmarks.Figure.Amount;
import dev.portage.benchmarks.Figure.Bar;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Flows of ten tasks with small outputs on a database, from submit to end, by 1, 32 and 256 callers
 * at once; beside it the same rows written by hand, as many flows in each transaction as there are
 * callers.
 *
 * @param kind starts the database
 */
record EngineOnStore(Databases.Kind kind) implements Benchmark {
  private static final int FEW = 32;
  private static final int MANY = 256;
  private static final double LEAST_OF_HAND = 0.5;
  private static final double MOST_ALONE = 1.3;
  private static final int LEAST_FLOWS = 40;
  private static final int FLOWS_EACH = 4;

  @Override
  public List<Figure> run(Size size) throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (Databases database = kind.start();
        FlowStore store = FlowStores.open(database.storeUrl())) {
      try (StoreLoad first = new StoreLoad(store, 1, "first")) {
        first.run(1, 1); // its shape is there from now on
      }
      for (int atOnce : List.of(1, FEW, MANY)) {
        int flows = Math.min(size.tasks() / StoreLoad.TASKS, LEAST_FLOWS + FLOWS_EACH * atOnce);
        figures.add(figure(database, store, new Size(flows, size.rounds()), atOnce));
      }
    }
    return figures;
  }

  private static Figure figure(Databases database, FlowStore store, Size size, int atOnce)
      throws Exception {
    int flows = size.tasks();
    try (StoreLoad load = new StoreLoad(store, atOnce, "f" + atOnce);
        ByHand byHand = ByHand.open(database.plainUrl(), StoreLoad.names(), StoreLoad.shape())) {
      byHand.startAt(atOnce);
      Map<String, Samples> took =
          new Rounds()
              .add("portage", () -> Rounds.time(() -> load.run(flows, atOnce)))
              .add("by hand", () -> Rounds.time(() -> byHand.run(flows, atOnce)))
              .run(size.rounds());
      double perTask = flows * StoreLoad.TASKS * 1e3;
      Amount portage = Amount.of("portage", got(took, "portage"), perTask, "us/task");
      Amount hand = Amount.of("by hand", got(took, "by hand"), perTask, "us/task");
      String name = atOnce + (atOnce == 1 ? " flow" : " flows") + " at once";
      return atOnce == 1
          ? Figure.of(name + ": time beside that by hand", portage, hand, Bar.atMost(MOST_ALONE))
          : new Figure(
              name + ": speed beside that by hand",
              portage,
              hand,
              hand.number() / portage.number(),
              atOnce == MANY ? Bar.atLeast(LEAST_OF_HAND) : null);
    }
  }

  private static Samples got(Map<String, Samples> took, String what) {
    return took.getOrDefault(what, new Samples(0));
  }
}
