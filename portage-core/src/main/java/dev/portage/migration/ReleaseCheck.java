package dev.portage.migration;

import dev.portage.engine.Declared;
import dev.portage.engine.FlowCatalog;
import dev.portage.model.FlowException;
import dev.portage.model.FlowState;
import dev.portage.shape.ReleasedShape;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeLock;
import dev.portage.shape.Wiring;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowWrite;
import dev.portage.store.Json;
import dev.portage.store.LeaseChange;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Payload;
import dev.portage.store.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What would become of flows of the released shapes under today's code, known without any store:
 * for a build. Each is judged by a flow that has not begun, so what is found here holds for all of
 * them; what depends on how far a flow is, a check against a store tells.
 *
 * @param lock the shapes that were released
 * @param current the shapes that the code has, as they would be released
 * @param shapes one judgement for each shape of the lock and each set of steps that its flows are
 *     born with, in the order of the lock
 * @param reports one for each kind of flow of the lock
 */
public record ReleaseCheck(
    ShapeLock lock, List<ReleasedShape> current, List<Judged> shapes, List<BookReport> reports) {
  /** Copies the lists. */
  public ReleaseCheck {
    current = List.copyOf(current);
    shapes = List.copyOf(shapes);
    reports = List.copyOf(reports);
  }

  /**
   * A released shape and what would become of its flows.
   *
   * @param released the shape
   * @param forecast for one flow that has not begun
   */
  public record Judged(ReleasedShape released, Forecast forecast) {}

  /**
   * Judges every shape of a lock.
   *
   * @throws FlowException if the code cannot say which shapes it has, or no store could hold one of
   *     the lock's
   */
  public static ReleaseCheck of(ShapeLock lock, FlowCatalog catalog, Migrations migrations) {
    MemoryFlowStore store = new MemoryFlowStore();
    Map<FlowId, ReleasedShape> flows = submit(lock, store);
    List<Forecast> forecasts =
        new Forecasts(store, targets(catalog), migrations).forecast(FlowQuery.all());
    List<Judged> judged = new ArrayList<>();
    forecasts.forEach(f -> judged.add(new Judged(of(f, flows), f)));
    List<BookReport> reports = new ArrayList<>();
    for (BookReport report : BookReport.of(store, migrations, forecasts)) {
      List<Finding> findings =
          report.findings().stream().filter(f -> f.code() != FindingCode.STEP01).toList();
      reports.add(new BookReport(report.flow(), findings, report.squashes()));
    }
    return new ReleaseCheck(lock, current(catalog, migrations), judged, reports);
  }

  /**
   * A store with one flow of each released shape and each set of steps that its flows are born
   * with. None of them has begun, and their inputs have names but no values.
   *
   * @throws FlowException if no store could hold one of them
   */
  public static FlowReader flows(ShapeLock lock) {
    MemoryFlowStore store = new MemoryFlowStore();
    submit(lock, store);
    return store;
  }

  /**
   * The shapes that this code has, whatever the inputs of a flow are.
   *
   * @throws FlowException if the code cannot say which they are
   */
  public static FlowCatalog targets(FlowCatalog catalog) {
    FlowCatalog.Builder targets = FlowCatalog.builder();
    for (Declared each : catalog.declared()) {
      targets.shape(each.flow(), each.target().variant(), each.target().shape());
    }
    return targets.build();
  }

  private static Map<FlowId, ReleasedShape> submit(ShapeLock lock, MemoryFlowStore store) {
    Map<FlowId, ReleasedShape> flows = new TreeMap<>();
    for (ReleasedShape released : lock.shapes()) {
      for (List<String> heads : released.born()) {
        FlowId id = FlowId.of(String.format("released-%09d", flows.size()));
        flows.put(id, released);
        submit(id, released, Stamp.of(heads), store);
      }
    }
    return flows;
  }

  /**
   * The shapes that this code has, as they would be released: without labels.
   *
   * @throws FlowException if the code cannot say which they are
   */
  public static List<ReleasedShape> current(FlowCatalog catalog, Migrations migrations) {
    List<ReleasedShape> shapes = new ArrayList<>();
    for (Declared each : catalog.declared()) {
      MigrationBook book = migrations.book(each.flow());
      Stamp heads = book == null ? Stamp.NONE : book.heads();
      shapes.add(
          ReleasedShape.of(
              each.flow(), each.target().variant(), each.target().shape(), heads.heads()));
    }
    return shapes;
  }

  /** The current shapes that the lock has not, or not with the steps of today. */
  public List<ReleasedShape> missing() {
    return current.stream().filter(each -> !lock.add(each).equals(lock)).toList();
  }

  private static ReleasedShape of(Forecast forecast, Map<FlowId, ReleasedShape> flows) {
    ReleasedShape released = flows.get(forecast.line().sample());
    if (released == null) {
      throw new IllegalStateException("a forecast for no flow of these: " + forecast.line());
    }
    return released;
  }

  private static void submit(
      FlowId id, ReleasedShape released, Stamp stamp, MemoryFlowStore store) {
    FlowWrite.Head head =
        new FlowWrite.Head(
            FlowState.PENDING, inputs(released.shape()), null, released.shape(), stamp);
    FlowHeader.Key key = new FlowHeader.Key(id, released.flow(), released.variant());
    try {
      store
          .commit(
              new FlowWrite(
                  key,
                  FlowWrite.Expected.ABSENT,
                  head,
                  List.of(),
                  List.of(),
                  LeaseChange.keep(),
                  null))
          .join();
    } catch (IllegalArgumentException e) {
      throw new FlowException(
          "a released shape of '" + released.flow() + "' is none that could be stored: " + e, e);
    }
  }

  /** As if the flow had been submitted with all that it needs; which values does not matter. */
  private static Payload inputs(Shape shape) {
    ObjectNode inputs = Json.mapper().createObjectNode();
    Wiring.of(shape).inputs().forEach(inputs::putNull);
    return Payload.of(inputs);
  }
}
