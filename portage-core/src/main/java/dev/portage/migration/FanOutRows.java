package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.model.AtomName;
import dev.portage.model.FlowException;
import dev.portage.model.Intention;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FanOutKeys;
import dev.portage.store.FlowRecord;
import java.util.HashSet;
import java.util.List;

/**
 * The keys of fan-outs that have not begun, when every move has been made. They are forgotten where
 * their list will be made anew, or where the fan-out was reset and the code gives other keys: the
 * engine fixes them again in time.
 */
final class FanOutRows {
  private final Target target;
  private final Rewriting work;
  private final StoredLists lists;

  private FanOutRows(Target target, Rewriting work, StoredLists lists) {
    this.target = target;
    this.work = work;
    this.lists = lists;
  }

  static void settle(FlowRecord stored, Target target, Rewriting work, Values values) {
    StoredLists lists = new StoredLists(target, work, values);
    FanOutRows rows = new FanOutRows(target, work, lists);
    target.shape().fanOuts().forEach(rows::settle);
    stored.shape().fanOuts().forEach(rows::single);
  }

  private void settle(ShapeAtom template) {
    AtomRecord head = work.row(template.name()).orElse(null);
    if (head == null
        || FanOutKeys.of(head).keys() == null
        || head.intention() != Intention.EXECUTE
        || !work.stand(template.name()).isUntouched()) {
      return;
    }
    if (lists.isToBeMade(template) || (work.wasReset(template.name()) && isOther(head, template))) {
      forget(template, FanOutKeys.of(head).forgotten(work.stand(template.name()).bodies()));
    }
  }

  private boolean isOther(AtomRecord head, ShapeAtom template) {
    List<String> now;
    try {
      now = lists.keys(template);
    } catch (FlowException e) { // FanOutLint says so
      return false;
    }
    List<String> keys = FanOutKeys.of(head).keys();
    return now != null && keys != null && !new HashSet<>(now).equals(new HashSet<>(keys));
  }

  /** What was a fan-out and is one atom now has no keys. */
  private void single(ShapeAtom old) {
    for (String name : work.descent().now(old.name())) {
      ShapeAtom now = target.shape().atoms().get(name);
      if (now != null && !now.isFanOut() && work.stand(name).isUntouched()) {
        forget(now, new FanOutKeys(null, 0));
      }
    }
  }

  private void forget(ShapeAtom template, FanOutKeys keys) {
    for (AtomRecord row : work.rows(template.name())) {
      if (row.name().key().isEmpty()) {
        work.put(keys.in(row));
      } else {
        work.remove(new AtomName(template.name(), row.name().key()));
      }
    }
  }
}
