package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.Wiring;
import dev.portage.store.FlowRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What should be known of a migration because values come from elsewhere in the new code. */
final class ProviderLint {
  private final FlowRecord stored;
  private final Target target;
  private final Rewriting work;
  private final List<Finding> found = new ArrayList<>();

  private ProviderLint(FlowRecord stored, Target target, Rewriting work) {
    this.stored = stored;
    this.target = target;
    this.work = work;
  }

  static List<Finding> check(FlowRecord stored, Target target, Rewriting work) {
    ProviderLint lint = new ProviderLint(stored, target, work);
    lint.otherProviders();
    return lint.found;
  }

  /** DATA04: a task that will run would take a slot from another task than so far. */
  private void otherProviders() {
    if (stored.shape().equals(target.shape())) {
      return;
    }
    Wiring before = Wiring.of(stored.shape());
    for (ShapeAtom old : stored.shape().inOrder()) {
      String name = work.nowCalled(old.name());
      ShapeAtom now = target.shape().atoms().get(name);
      if (now != null && isToRun(name)) {
        for (String slot : now.reads()) {
          compare(now, slot, before.provider(old.name(), slot));
        }
      }
    }
  }

  private boolean isToRun(String atom) {
    return switch (work.directions().way(atom)) {
      case FORWARD -> !work.stand(atom).isDone();
      case AGAIN -> true;
      case BACK -> false;
    };
  }

  private void compare(ShapeAtom reader, String slot, @Nullable String past) {
    String present = target.wiring().provider(reader.name(), slot);
    if (past == null || present == null || present.equals(work.nowCalled(past))) {
      return;
    }
    ShapeAtom still = target.shape().atoms().get(work.nowCalled(past));
    if (still != null && still.provides().contains(slot)) {
      found.add(
          Finding.of(
              FindingCode.DATA04,
              reader.name(),
              "took '"
                  + slot
                  + "' from "
                  + still.name()
                  + ", and takes it from "
                  + present
                  + " in the new code",
              Remedy.advice("give one of the two slots another name if that is not meant")));
    }
  }
}
