package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.RandomFlow.Leaf;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowRecord;
import dev.portage.store.Json;
import dev.portage.store.Output;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds what is stored of a run, and what it did outside, against the model. */
final class ModelChecks {
  private final RandomFlow flow;
  private final ReferenceModel model;
  private final FlowRecord stored;
  private final String seed;

  ModelChecks(long seed, FlowRecord stored) {
    this.flow = RandomFlow.of(seed);
    this.model = new ReferenceModel(flow);
    this.stored = stored;
    this.seed = "seed " + seed;
  }

  /** Every task that was ever begun. */
  Set<String> executed() {
    Set<String> executed = new TreeSet<>();
    for (Leaf leaf : flow.leaves()) {
      if (row(leaf).execution().attempts() > 0) {
        executed.add(leaf.name());
      }
    }
    return executed;
  }

  private AtomRecord row(Leaf leaf) {
    AtomName name = AtomName.of(leaf.name());
    AtomRecord row = stored.touched().get(name);
    return row == null ? AtomRecord.untouched(name, dev.portage.model.AtomKind.TASK) : row;
  }

  void ranAsIfSerial() {
    assertThat(executed()).as(seed).isEqualTo(new TreeSet<>(model.executedSerially()));
    endedAsItMust();
  }

  void endedAsItMust() {
    assertThat(model.isPossible(executed())).as(seed + " " + executed()).isTrue();
    Map<String, AtomState> states = new TreeMap<>();
    flow.leaves().forEach(leaf -> states.put(leaf.name(), row(leaf).state()));
    assertThat(states).as(seed).isEqualTo(model.states(executed()));
    assertThat(stored.header().state()).as(seed).isEqualTo(ReferenceModel.end(states));
    Map<String, Integer> values = flow.values();
    for (Leaf leaf : flow.leaves()) {
      Output output = row(leaf).execution().output();
      boolean succeeded = executed().contains(leaf.name()) && !leaf.habits().executeFails();
      assertThat(output != null).as(seed + " output of " + leaf.name()).isEqualTo(succeeded);
      if (output != null) {
        String slot = RandomFlow.slot(leaf).name();
        assertThat(output.bySlot().get(slot)).as(seed).isEqualTo(Json.tree(values.get(slot)));
      }
    }
  }

  /** Bodies ran once each, in an order that the flow allows, backwards when reverting. */
  void ledgerIsInOrder(List<Ledger.Line> lines) {
    Map<String, Integer> at = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      Ledger.Line line = lines.get(i);
      String key = line.body() + (line.isBegin() ? " begins " : " ends ") + line.task();
      assertThat(at.put(key, i)).as(seed + ": twice " + key).isNull();
    }
    for (Leaf first : flow.leaves()) {
      for (Leaf second : flow.leaves()) {
        if (model.isBefore(first, second)) {
          inOrder(at, "execute ends " + first.name(), "execute begins " + second.name());
          inOrder(at, "revert ends " + second.name(), "revert begins " + first.name());
        }
      }
    }
    Set<String> begun = new TreeSet<>();
    lines.stream().filter(line -> line.body().equals("execute")).forEach(l -> begun.add(l.task()));
    assertThat(begun).as(seed).isEqualTo(executed());
    for (Leaf leaf : flow.leaves()) {
      AtomState state = row(leaf).state();
      boolean undone = state == AtomState.REVERTED || state == AtomState.REVERT_FAILURE;
      assertThat(at.containsKey("revert ends " + leaf.name()))
          .as(seed + " revert of " + leaf.name())
          .isEqualTo(undone && leaf.habits().hasRevert());
    }
  }

  private void inOrder(Map<String, Integer> at, String first, String second) {
    if (at.containsKey(first) && at.containsKey(second)) {
      assertThat(at.get(first))
          .as(seed + ": " + first + ", then " + second)
          .isLessThan(at.get(second));
    }
  }
}
