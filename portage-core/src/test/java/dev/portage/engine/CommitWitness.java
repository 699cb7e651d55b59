package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.FlowState;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FanOutKeys;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees every write of random flows and every body that runs, and holds them against the model. A
 * flow whose parts run together has many ends; whatever the order was, each write must take it from
 * where the model is to where the model can go: by ending bodies that were begun, in some order,
 * and by beginning what the model allows then. So where a flow ends is what some order of events
 * leads to, whether it was left alone or killed on the way. The id of a flow is its seed.
 */
final class CommitWitness {
  private final FailurePolicy policy;
  private final Map<String, WatchedFlow> flows = new ConcurrentHashMap<>();
  private final Map<String, String> wrong = new ConcurrentHashMap<>();
  private final Ledger ledger = new Ledger(this::read);

  CommitWitness(FailurePolicy policy) {
    this.policy = policy;
  }

  /** What the bodies of the flows write to. */
  Ledger ledger() {
    return ledger;
  }

  /** Makes a write, and looks at it once it is durable. */
  CompletableFuture<FlowHeader> commit(FlowStore behind, FlowWrite write) {
    return behind
        .commit(write)
        .thenApply(
            header -> {
              watched(write.key().id().text()).take(write);
              return header;
            });
  }

  private WatchedFlow watched(String id) {
    return flows.computeIfAbsent(
        id,
        seed ->
            new WatchedFlow(
                new ReferenceModel(RandomFlow.of(Long.parseLong(seed)), policy),
                what -> wrong.putIfAbsent(seed, what)));
  }

  private void read(Ledger.Line line) {
    if (line.isBegin()) {
      watched(line.context().flowId()).enters(line.body(), line.context());
    }
  }

  /** The process that ran the flow is dead: what it was about is in doubt. */
  void die(String id) {
    watched(id).die();
  }

  /** Fails unless all went as it may, and the flow is where the model is, at an end. */
  void check(FlowRecord stored) {
    String id = stored.id().text();
    ReferenceModel model = watched(id).model();
    assertThat(wrong.get(id)).as("seed " + id).isNull();
    sameAs(model, stored);
    assertThat(model.isOver()).as("seed %s is over", id).isTrue();
  }

  /** Fails unless every atom, and the flow itself, is where a model is. */
  static void sameAs(ReferenceModel model, FlowRecord stored) {
    String seed = "seed " + stored.id();
    assertThat(lines(stored))
        .as(seed)
        .containsExactlyInAnyOrderElementsOf(
            model.flow().names().stream().map(atom -> model.flow().at(atom).line(atom)).toList());
    FlowState state = stored.header().state();
    assertThat(state).as(seed).isEqualTo(model.end());
  }

  private static List<String> lines(FlowRecord stored) {
    List<String> lines = new ArrayList<>();
    for (ShapeAtom atom : stored.shape().inOrder()) {
      AtomRecord head = stored.atom(atom);
      lines.add(ModelAtom.line(head));
      FanOutKeys keys = FanOutKeys.of(head);
      for (String key : keys.keys() == null ? List.<String>of() : keys.keys()) {
        AtomRecord fresh = keys.fresh(head, key);
        lines.add(ModelAtom.line(stored.touched().getOrDefault(fresh.name(), fresh)));
      }
    }
    return lines;
  }
}
