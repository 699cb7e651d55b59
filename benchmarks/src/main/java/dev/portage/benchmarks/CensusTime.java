package dev.portage.benchmarks;

import dev.portage.benchmarks.Figure.Amount;
import dev.portage.benchmarks.Figure.Bar;
import dev.portage.engine.FlowCatalog;
import dev.portage.migration.BookReport;
import dev.portage.migration.Forecast;
import dev.portage.migration.Forecasts;
import dev.portage.migration.Migrations;
import dev.portage.migration.OutputMap;
import dev.portage.migration.Verdict;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.Payload;
import dev.portage.store.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code portage status} asks of a store with a million flows, of which a hundred thousand are
 * unfinished, in twelve shapes and three situations each: census, situations, plans, findings, dead
 * steps, refusals. Beside it one second, after which somebody who waits looks away.
 */
final class CensusTime implements Benchmark {
  private static final int SHAPES = 12;
  private static final int SITUATIONS = 3;
  private static final int FLOWS_PER_TASK = 100;
  private static final int UNFINISHED_PART = 10;
  private static final int ROUNDS_PART = 5;
  private static final double LIMIT_MILLIS = 1000;

  private static final Migrations MIGRATIONS = OrderFleet.migrations(OutputMap.SAME);
  private static final FlowCatalog CATALOG = FlowCatalog.of(OrderFleet.FLOW, in -> OrderFleet.NEW);

  @Override
  public List<Figure> run(Size size) throws Exception {
    int flows = size.tasks() * FLOWS_PER_TASK;
    int rounds = Math.max(1, size.rounds() / ROUNDS_PART);
    List<Figure> figures = new ArrayList<>();
    figures.add(figure("SQLite", Databases::sqlite, flows, rounds));
    figures.add(figure("PostgreSQL", Databases::postgres, flows, rounds));
    return figures;
  }

  private static Figure figure(String place, Databases.Kind kind, int flows, int rounds)
      throws Exception {
    try (Databases database = kind.start();
        FlowStore store = FlowStores.open(database.storeUrl())) {
      int unfinished = fill(database, store, flows);
      Map<String, Samples> took =
          new Rounds()
              .add("status", () -> Rounds.time(() -> status(store, unfinished)))
              .run(rounds);
      String name =
          String.format(
              Locale.ROOT,
              "%s, status of %,d flows, %,d of them unfinished, in %d shapes",
              place,
              flows,
              unfinished,
              SHAPES);
      return Figure.of(
          name,
          Amount.of("status", took.getOrDefault("status", new Samples(0)), 1e6, "ms"),
          new Amount("limit", LIMIT_MILLIS, "ms", 0),
          Bar.atMost(1));
    }
  }

  /** As the verb does it. */
  private static void status(FlowStore store, int unfinished) {
    List<Forecast> made =
        new Forecasts(store, CATALOG, MIGRATIONS).forecast(FlowQuery.unfinished());
    int dead = BookReport.of(store, MIGRATIONS, made).get(0).findings().size();
    int refused = store.refusals(FlowQuery.unfinished()).size();
    long counted = made.stream().mapToLong(forecast -> forecast.line().unfinished()).sum();
    boolean isJudged =
        made.stream()
            .allMatch(f -> f.verdict() == Verdict.PENDING && f.situations().size() == SITUATIONS);
    if (made.size() != SHAPES || counted != unfinished || !isJudged || dead + refused > 0) {
      throw new IllegalStateException(
          "expected "
              + unfinished
              + " flows in "
              + SHAPES
              + " shapes, found "
              + counted
              + " in "
              + made.size()
              + ", findings "
              + dead
              + ", refused "
              + refused);
    }
  }

  /** Finished flows first; how many are unfinished. */
  private static int fill(Databases database, FlowStore store, int flows) throws Exception {
    int templates = SHAPES * SITUATIONS;
    int each = flows / UNFINISHED_PART / templates;
    int finished = flows - each * templates;
    store.commit(creation(0, shape(0), FlowState.SUCCESS, SITUATIONS)).join();
    try (StoredCopies copies = StoredCopies.open(database.plainUrl())) {
      copies.fill(0, 1, finished);
      for (int template = 0; template < templates; template++) {
        int first = finished + template * each;
        Shape shape = shape(template / SITUATIONS);
        int done = 1 + template % SITUATIONS;
        store.commit(creation(first, shape, FlowState.SUSPENDED, done)).join();
        copies.fill(first, first + 1, first + each);
      }
      copies.rest();
    }
    return each * templates;
  }

  private static FlowWrite creation(int number, Shape shape, FlowState state, int done) {
    return new FlowWrite(
        new FlowHeader.Key(StoredCopies.id(number), OrderFleet.FLOW, ""),
        FlowWrite.Expected.ABSENT,
        new FlowWrite.Head(state, Payload.EMPTY, null, shape, Stamp.NONE),
        OrderFleet.rows(number).subList(0, done),
        List.of(),
        LeaseChange.keep(),
        null);
  }

  /** The old shape with one more task, another in each. */
  private static Shape shape(int number) {
    Flow.Builder flow = Flow.linear(OrderFleet.FLOW);
    OrderFleet.OLD.parts().forEach(flow::add);
    return Shape.of(
        flow.add(Task.named("extra-" + (char) ('a' + number)).sideEffects(false).run(in -> {}))
            .build());
  }
}
