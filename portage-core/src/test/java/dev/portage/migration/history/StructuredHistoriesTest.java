package dev.portage.migration.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowResult;
import dev.portage.engine.FlowStepper;
import dev.portage.migration.MigratingAdmission;
import dev.portage.migration.MigrationRefusedException;
import dev.portage.migration.Migrations;
import dev.portage.migration.history.RealHistory.Release;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Slot;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.FlowId;
import dev.portage.store.MemoryFlowStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The longer histories with their real structure: a flow of each release is left half way and
 * resumed with the next one. With an empty book it ends well, or is refused.
 */
class StructuredHistoriesTest {
  private static final FlowId ID = FlowId.of("one");

  private int clean;
  private int refused;
  private final List<String> silent = new ArrayList<>();

  @Test
  void fromReleaseToReleaseNothingGoesWrongSilently() throws Exception {
    for (RealHistory history : RealHistory.all()) {
      List<Release> releases = history.releases();
      for (int i = 1; i < releases.size(); i++) {
        replay(history, releases.get(i - 1), releases.get(i));
      }
    }
    assertThat(silent).isEmpty();
    Golden.checkReference(
        "structure", "* " + clean + " flows end well, " + refused + " are refused.\n");
  }

  private void replay(RealHistory history, Release from, Release to) throws InterruptedException {
    Map<String, String> renames = history.renames(from, to);
    int tasks = from.shape().inOrder().size();
    for (int cut : new TreeSet<>(List.of(tasks / 4, tasks / 2, tasks * 3 / 4))) {
      StructuredFlow old = new StructuredFlow(from.shape(), renames);
      StructuredFlow now = new StructuredFlow(to.shape(), Map.of());
      if (cut > 0 && old.isSound() && now.isSound()) {
        String wrong = replay(old, now, cut, renames);
        if (!wrong.isEmpty()) {
          silent.add(history.flow() + " to " + to.label() + " at " + cut + ": " + wrong);
        }
      }
    }
  }

  /** What went wrong silently; empty if nothing did. */
  private String replay(
      StructuredFlow old, StructuredFlow now, int cut, Map<String, String> renames)
      throws InterruptedException {
    MemoryFlowStore store = new MemoryFlowStore();
    try (Engine engine = engine(store, old.flow())) {
      engine.enqueue(
          "flow",
          ID,
          in -> old.inputs().forEach((slot, value) -> in.put(Slot.of(slot, Object.class), value)));
      try (FlowStepper stepper = engine.stepwise(ID)) {
        while (old.ran.size() < cut && stepper.step().isPresent()) {
          assertThat(old.wrong).isEmpty();
        }
      }
    }
    try (Engine engine = engine(store, now.flow())) {
      FlowResult result = engine.resume(ID).await();
      String wrong = hazards(old, now, renames);
      clean += wrong.isEmpty() ? 1 : 0;
      return result.state() == FlowState.SUCCESS ? wrong : "failed: " + result.failures();
    } catch (MigrationRefusedException e) {
      refused++;
      return "";
    }
  }

  private static String hazards(
      StructuredFlow old, StructuredFlow now, Map<String, String> renames) {
    Set<String> done = new TreeSet<>();
    old.ran.forEach(name -> done.add(renames.getOrDefault(name, name)));
    List<String> hazards = new ArrayList<>(now.wrong);
    for (String name : now.ran) {
      if (done.contains(name)) {
        hazards.add(name + " ran twice");
      }
      boolean isNew = !old.shape().atoms().has(name) && !renames.containsValue(name);
      Set<String> after = new TreeSet<>(now.wiring().precedence().atomsAfter(name));
      after.retainAll(done);
      if (isNew && !after.isEmpty()) {
        hazards.add(name + " ran after " + after);
      }
    }
    for (ShapeAtom atom : old.shape().inOrder()) {
      String name = renames.getOrDefault(atom.name(), atom.name());
      if (atom.reverts() && old.ran.contains(atom.name()) && !now.shape().atoms().has(name)) {
        hazards.add(name + " vanished");
      }
    }
    return String.join(", ", hazards);
  }

  private static Engine engine(MemoryFlowStore store, Flow flow) {
    EngineOptions options =
        EngineOptions.defaults()
            .withParallelism(1)
            .withAdmission(
                new MigratingAdmission(
                    Migrations.of("flow", book -> {}), InstantSource.system(), "history"));
    return Engine.open(store, FlowCatalog.of("flow", in -> flow), options);
  }
}
