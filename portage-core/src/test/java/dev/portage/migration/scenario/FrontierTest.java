package dev.portage.migration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowRefusedException;
import dev.portage.engine.FlowResult;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.InDoubt;
import dev.portage.migration.Migrations;
import dev.portage.migration.Part;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.shape.Precedence;
import dev.portage.shape.Shape;
import dev.portage.shape.Wiring;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Random old flows at random places, random new flows, random books: each is migrated and ends with
 * nothing done twice, or is refused and not touched.
 */
class FrontierTest {
  private static final int CASES = Integer.getInteger("portage.frontiers", 2_000);
  private static final long SEED = Long.getLong("portage.seed", 41L);

  @Test
  void whatIsMigratedEndsAndWhatIsRefusedIsNotTouched() {
    Random random = new Random(SEED);
    int migrated = 0;
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      long seed = random.nextLong();
      try {
        if (new Case(new Random(seed)).holds()) {
          migrated++;
        } else {
          refused++;
        }
      } catch (AssertionError | Exception e) {
        throw new AssertionError("case " + i + " of seed " + SEED + " (" + seed + ")", e);
      }
    }
    assertThat(migrated).as("cases that were migrated").isGreaterThan(CASES / 5);
    assertThat(refused).as("cases that were refused").isGreaterThan(CASES / 20);
  }

  /** What a task of the sketch is called, which version it has, and what it takes. */
  private record Sketch(String version, List<String> requires) {}

  /** One old flow, one new flow, and what leads from the one to the other. */
  private static final class Case {
    private final Random random;
    private final Lab lab = new Lab();
    private final Map<String, Sketch> old = new LinkedHashMap<>();
    private final Map<String, Sketch> now = new LinkedHashMap<>();
    private final Map<String, String> renamed = new LinkedHashMap<>();
    private final List<Consumer<BookBuilder>> steps = new ArrayList<>();
    private final Set<String> split = new HashSet<>();
    private final boolean graph;

    Case(Random random) {
      this.random = random;
      this.graph = random.nextBoolean();
      for (int i = 0; i < 2 + random.nextInt(6); i++) {
        old.put("t" + i, new Sketch("1.0", some(old.keySet())));
      }
      old.forEach(this::carry);
      if (random.nextInt(3) == 0) {
        insert();
      }
    }

    private List<String> some(Set<String> providers) {
      return providers.stream().filter(p -> random.nextInt(3) == 0).map(p -> "out-" + p).toList();
    }

    private void carry(String name, Sketch sketch) {
      List<String> requires = sketch.requires().stream().filter(slot -> isProvided(slot)).toList();
      switch (random.nextInt(8)) {
        case 0 -> {
          renamed.put(name, name + "-renamed");
          now.put(name + "-renamed", new Sketch("1.0", requires));
          if (random.nextInt(4) > 0) {
            steps.add(b -> b.step("r-" + name, s -> s.rename(name, name + "-renamed")));
          }
        }
        case 1 -> {
          now.put(name, new Sketch("2.0", requires));
          steps.add(
              b ->
                  b.step(
                      "v-" + name,
                      s ->
                          s.inDoubt(InDoubt.AS_PENDING)
                              .version(
                                  name, "1.0", "2.0", out -> out.put("out-" + name, "mapped"))));
        }
        case 2 -> steps.add(b -> {}); // dropped
        case 3 -> {
          split.add(name);
          now.put(name + "-first", new Sketch("1.0", requires));
          now.put(name + "-second", new Sketch("1.0", requires));
          steps.add(
              b ->
                  b.step(
                      "s-" + name,
                      s ->
                          s.split(
                              name,
                              Part.of(name + "-first", "1.0").taking("out-" + name),
                              Part.of(name + "-second", "1.0")
                                  .output(
                                      (whole, part) -> part.put("out-" + name + "-second", 1)))));
        }
        default -> now.put(name, new Sketch("1.0", requires));
      }
    }

    private boolean isProvided(String slot) {
      return now.keySet().stream().anyMatch(name -> slots(name).contains(slot));
    }

    /** Renamed tasks and first parts go on providing what the old task did. */
    private List<String> slots(String name) {
      return List.of("out-" + name.replace("-renamed", "").replace("-first", ""));
    }

    private void insert() {
      Map<String, Sketch> copy = new LinkedHashMap<>(now);
      now.clear();
      int at = random.nextInt(copy.size() + 1);
      int i = 0;
      for (Map.Entry<String, Sketch> each : copy.entrySet()) {
        if (i++ == at) {
          now.put("added", new Sketch("1.0", List.of()));
        }
        now.put(each.getKey(), each.getValue());
      }
      now.putIfAbsent("added", new Sketch("1.0", List.of()));
    }

    private Flow flow(Map<String, Sketch> sketches) {
      Flow.Builder flow = graph ? Flow.graph(Lab.FLOW) : Flow.linear(Lab.FLOW);
      sketches.forEach(
          (name, sketch) ->
              flow.add(
                  lab.task(name, sketch.requires(), slots(name))
                      .version(Integer.parseInt(sketch.version().substring(0, 1)), 0)));
      return flow.build();
    }

    /** A set of tasks that is closed under what runs before; perhaps one that was running. */
    private List<AtomRecord> frontier(Flow flow) {
      Precedence order = Wiring.of(Shape.of(flow)).precedence();
      Set<String> done = new TreeSet<>();
      List<AtomRecord> rows = new ArrayList<>();
      boolean crashed = false;
      for (String name : old.keySet()) {
        if (done.containsAll(order.atomsBefore(name)) && random.nextInt(3) > 0) {
          if (!crashed && random.nextInt(6) == 0) {
            crashed = true;
            rows.add(Lab.running(name));
          } else {
            done.add(name);
            rows.add(Lab.done(name, "{\"out-" + name + "\":\"" + name + "\"}"));
          }
        }
      }
      return rows;
    }

    /** True if the flow was migrated. */
    boolean holds() throws InterruptedException {
      Flow before = flow(old);
      List<AtomRecord> rows = frontier(before);
      lab.in(FlowState.RUNNING);
      FlowId id = lab.given(before, rows.toArray(AtomRecord[]::new));
      Migrations migrations = Lab.book(b -> steps.forEach(step -> step.accept(b)));
      String image = lab.image();
      FlowResult result;
      try {
        result = lab.resume(id, flow(now), migrations);
      } catch (FlowRefusedException e) {
        assertThat(lab.image()).as("refused, so not touched: " + e.getMessage()).isEqualTo(image);
        assertThat(e).hasMessageContaining("'" + id + "'");
        return false;
      }
      assertThat(result.state()).as(result.toString()).isEqualTo(FlowState.SUCCESS);
      check(result.stored(), rows);
      return true;
    }

    private void check(FlowRecord ended, List<AtomRecord> rows) {
      assertThat(ended.touched().keySet())
          .extracting(AtomName::template)
          .containsExactlyInAnyOrderElementsOf(now.keySet());
      assertThat(ended.touched().values())
          .allMatch(row -> row.state() == AtomState.SUCCESS, "every task of the new code is done");
      assertThat(lab.ran).as("nothing runs twice").doesNotHaveDuplicates();
      Set<String> expected = new TreeSet<>(now.keySet());
      for (AtomRecord row : rows) {
        if (row.state() == AtomState.SUCCESS) {
          String name = row.name().template();
          expected.remove(renamed.getOrDefault(name, name));
          if (split.contains(name)) {
            expected.remove(name + "-first");
            expected.remove(name + "-second");
          }
        }
      }
      assertThat(lab.ran).as("what was done is not run").hasSameElementsAs(expected);
    }
  }
}
