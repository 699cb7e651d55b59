package dev.portage.migration.frontier;

import dev.portage.engine.FlowStepper;
import dev.portage.migration.frontier.Sketch.Group;
import dev.portage.migration.frontier.Sketch.Leaf;
import dev.portage.model.AtomState;
import dev.portage.model.Intention;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.Json;
import dev.portage.store.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where flows of a release can be found after a crash: what is stored while their bodies run, and
 * between them, of a flow in which nothing goes wrong and of some in which much does.
 */
final class Situations {
  private static final int LIVES = 6;

  private final Group code;
  private final Random random;
  private final Map<String, FlowRecord> found = new LinkedHashMap<>();

  private Situations(Group code, Random random) {
    this.code = code;
    this.random = random;
  }

  /** At most so many, of as many kinds as there are. */
  static List<FlowRecord> of(Group code, Random random, int most) throws InterruptedException {
    Situations situations = new Situations(code, random);
    situations.run(random.nextBoolean() ? 1 : 3);
    return situations.sample(most);
  }

  private void run(int parallelism) throws InterruptedException {
    try (Stage stage = new Stage(code, parallelism)) {
      for (int life = 0; life < LIVES; life++) {
        FlowId id = stage.nextId();
        stage.play(id, new FrontierRun(failures(life), stuck(life), () -> look(stage, id)));
        stage.engine().enqueue(SketchCode.FLOW, id, inputs());
        look(stage, id);
        if (life % 2 == 0) {
          stepwise(stage, id);
        } else {
          Stage.end(stage.engine().resume(id));
        }
      }
    }
  }

  private void stepwise(Stage stage, FlowId id) throws InterruptedException {
    try (FlowStepper stepper = stage.engine().stepwise(id)) {
      while (stepper.step().isPresent()) {
        look(stage, id);
      }
    }
  }

  /** What a flow is submitted with. */
  static Payload inputs() {
    ObjectNode inputs = Json.mapper().createObjectNode();
    inputs.putArray(SketchCode.ITEMS).add("x").add("y");
    return Payload.of(inputs);
  }

  private Map<String, Integer> failures(int life) {
    Map<String, Integer> failures = new HashMap<>();
    List<Leaf> leaves = code.leaves();
    if (life > 0 && !leaves.isEmpty()) {
      String name = leaves.get(random.nextInt(leaves.size())).name();
      failures.put(name, random.nextBoolean() ? 1 : 99);
    }
    return failures;
  }

  private Set<String> stuck(int life) {
    List<Leaf> leaves = code.leaves();
    return life < LIVES - 1 || leaves.isEmpty() || random.nextBoolean()
        ? Set.of()
        : Set.of(leaves.get(random.nextInt(leaves.size())).name());
  }

  private void look(Stage stage, FlowId id) {
    FlowRecord record = stage.stored(id);
    if (!record.header().state().isFinished()) {
      synchronized (found) {
        found.putIfAbsent(signature(record), record);
      }
    }
  }

  private static String signature(FlowRecord record) {
    Map<String, String> rows = new TreeMap<>();
    record
        .touched()
        .values()
        .forEach(
            row ->
                rows.put(
                    row.name().toString(),
                    row.state() + "/" + row.intention() + "/" + row.historyLength()));
    return record.header().state() + rows.toString();
  }

  private List<FlowRecord> sample(int most) {
    Map<String, Deque<FlowRecord>> kinds = new TreeMap<>();
    List<FlowRecord> all = new ArrayList<>(found.values());
    java.util.Collections.shuffle(all, random);
    all.forEach(each -> kinds.computeIfAbsent(kind(each), k -> new ArrayDeque<>()).add(each));
    List<FlowRecord> chosen = new ArrayList<>();
    while (chosen.size() < most && !kinds.isEmpty()) {
      for (Deque<FlowRecord> kind : kinds.values()) {
        if (chosen.size() < most) {
          chosen.add(kind.remove());
        }
      }
      kinds.values().removeIf(Collection::isEmpty);
    }
    return chosen;
  }

  private static String kind(FlowRecord record) {
    Set<AtomState> states = EnumSet.noneOf(AtomState.class);
    boolean reverts = false;
    for (AtomRecord row : record.touched().values()) {
      states.add(row.state());
      reverts |= row.intention() == Intention.REVERT;
    }
    states.remove(AtomState.PENDING);
    return states + (reverts ? " back" : "");
  }
}
