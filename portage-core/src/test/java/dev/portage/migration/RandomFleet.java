package dev.portage.migration;

import dev.portage.engine.FlowCatalog;
import dev.portage.engine.Target;
import dev.portage.migration.RandomChanges.Change;
import dev.portage.model.AtomName;
import dev.portage.model.DefinitionException;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.RecordJson;
import dev.portage.store.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * A store full of flows of a few random shapes, in random places, and code that has changed all of
 * these shapes. The same seed gives the same fleet.
 */
public final class RandomFleet {
  private static final int SHAPES = 4;

  private final FlowCatalog catalog;
  private final Migrations migrations;
  private final List<FlowRecord> flows = new ArrayList<>();

  /** A fleet of so many flows. */
  public RandomFleet(long seed, int size) {
    this(seed, size, false);
  }

  /**
   * The same.
   *
   * @param isPlain whether no value matters to what becomes of a flow: no maps, no fan-outs, and no
   *     past of retries
   */
  public RandomFleet(long seed, int size, boolean isPlain) {
    Random random = new Random(seed);
    FlowCatalog.Builder code = FlowCatalog.builder();
    Migrations books = Migrations.none();
    List<Shape> stored = new ArrayList<>();
    for (int i = 0; i < SHAPES; i++) {
      Shape shape = RandomShapes.next(random);
      Change change = RandomChanges.of(random, shape, "+");
      while (!isBuildable(change.to()) || (isPlain && !isPlain(shape, change))) {
        shape = RandomShapes.next(random);
        change = RandomChanges.of(random, shape, "+");
      }
      stored.add(shape);
      code.shape("type-" + i, "", change.to());
      books = books.and("type-" + i, change.book());
    }
    catalog = code.build();
    migrations = books;
    for (int i = 0; i < size; i++) {
      flows.add(RandomRecords.next(random, stored.get(random.nextInt(SHAPES)), Stamp.NONE));
    }
    for (int i = 0; i < size; i++) {
      FlowRecord flow = flows.get(i);
      String type = "type-" + stored.indexOf(flow.shape());
      FlowHeader.Key key = new FlowHeader.Key(id(i), type, "");
      FlowHeader was = flow.header();
      FlowHeader header =
          new FlowHeader(
              key, was.inputs(), was.meta(), was.state(), was.shape(), 1, was.lease(), was.times());
      SortedMap<AtomName, AtomRecord> rows = new TreeMap<>(flow.touched());
      if (isPlain) {
        rows.replaceAll((name, row) -> row.withMeta(null).remembering(null));
        rows.values().removeIf(AtomRecord::isDefault);
      }
      flows.set(i, new FlowRecord(header, flow.shape(), rows));
    }
  }

  private static boolean isPlain(Shape shape, Change change) {
    Target target = Target.ofShape("", change.to());
    Plan plan = new Planner(change.book()).plan(shape.atoms(), Stamp.NONE, change.to().atoms());
    return SetProofs.suits(plan, shape, target) && plan.size() > 1;
  }

  private static boolean isBuildable(Shape shape) {
    try {
      FlowCatalog.builder().shape("any", "", shape).build();
      return true;
    } catch (DefinitionException e) {
      return false;
    }
  }

  private static FlowId id(int number) {
    return FlowId.of(String.format("flow-%05d", number));
  }

  /** What this code can build. */
  public FlowCatalog catalog() {
    return catalog;
  }

  /** How it carries flows over. */
  public Migrations migrations() {
    return migrations;
  }

  /** Stores all flows as they are at first. */
  public void fill(FlowStore store) {
    flows.stream()
        .map(
            flow ->
                store.commit(
                    new FlowWrite(
                        flow.header().key(),
                        FlowWrite.Expected.ABSENT,
                        new FlowWrite.Head(
                            flow.header().state() == FlowState.RUNNING
                                ? FlowState.SUSPENDED
                                : flow.header().state(),
                            flow.header().inputs(),
                            flow.header().meta(),
                            flow.shape(),
                            Stamp.NONE),
                        List.copyOf(flow.touched().values()),
                        List.of(),
                        LeaseChange.keep(),
                        null)))
        .toList()
        .forEach(write -> write.join());
  }

  /** All that is stored of a flow but for times. */
  public static String image(FlowRecord stored) {
    ObjectNode image = RecordJson.write(stored);
    image.remove(List.of("began", "changed"));
    return stored.shape().digest() + " " + image;
  }
}
