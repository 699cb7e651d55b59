package dev.portage.engine;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How many bodies a run begins: as many as it may, or each only when somebody asks for it. Not
 * thread-safe.
 */
final class Pace {
  private final int parallelism;
  private boolean stepwise;
  private @Nullable CompletableFuture<Optional<AtomTransition>> asked;
  private @Nullable AtomName begun;

  Pace(int parallelism) {
    this.parallelism = parallelism;
  }

  /** Whether each body is asked for from now on. */
  void steps(boolean each) {
    stepwise = each;
  }

  /** Asks for one body; the answer is its end, once that is durable. */
  void step(CompletableFuture<Optional<AtomTransition>> answer) {
    asked = answer;
    begun = null;
  }

  /** Whether another body may begin while so many are active. */
  boolean allows(int active) {
    return active < (stepwise ? 1 : parallelism) && (!stepwise || (asked != null && begun == null));
  }

  void begun(AtomName atom) {
    if (asked != null) {
      begun = atom;
    }
  }

  /** Whether somebody waits for news of atoms. */
  boolean isHeard() {
    return asked != null;
  }

  /** Hears what has become durable. */
  void hear(List<Consumer<FlowListener>> news) {
    if (asked != null) {
      FlowListener ear =
          new FlowListener() {
            @Override
            public void onAtom(AtomTransition transition) {
              heard(transition);
            }
          };
      news.forEach(event -> event.accept(ear));
    }
  }

  private void heard(AtomTransition transition) {
    AtomState to = transition.to();
    boolean ended = to != AtomState.PENDING && !to.isInDoubt();
    if (asked != null && ended && transition.atom().equals(begun)) {
      asked.complete(Optional.of(transition));
      asked = null;
      begun = null;
    }
  }
}
