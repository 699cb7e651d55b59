package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.migration.FindingCode.Severity;
import dev.portage.model.FlowException;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FanOutKeys;
import dev.portage.store.FlowRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** What stands against a flow because of its fan-outs; of one without any nothing is looked at. */
final class FanOutLint {
  /** How many keys one sentence names. */
  private static final int MOST_NAMED = 5;

  private final Target target;
  private final Rewriting work;
  private final StoredLists lists;
  private final List<Finding> found = new ArrayList<>();

  private FanOutLint(Target target, Rewriting work, Values values) {
    this.target = target;
    this.work = work;
    this.lists = new StoredLists(target, work, values);
  }

  static List<Finding> check(FlowRecord stored, Target target, Rewriting work, Values values) {
    FanOutLint lint = new FanOutLint(target, work, values);
    if (!stored.shape().equals(target.shape())) {
      stored.shape().inOrder().forEach(lint::kind);
    }
    target.shape().fanOuts().forEach(lint::keys);
    return lint.found;
  }

  /** KIND01: rows of one atom say nothing about many, nor the other way round. */
  private void kind(ShapeAtom old) {
    for (String name : work.descent().now(old.name())) {
      ShapeAtom now = target.shape().atoms().get(name);
      if (now != null
          && now.kind() == old.kind()
          && now.isFanOut() != old.isFanOut()
          && !work.stand(name).isUntouched()) {
        found.add(
            Finding.of(
                FindingCode.KIND01,
                name,
                old.isFanOut()
                    ? "is stored as a task for each element of a list, the code has it as one task"
                    : "is stored as one task, the code has it for each element of a list",
                Remedy.of(Lines.drop(name)).advise("give the new one another name")));
      }
    }
  }

  private void keys(ShapeAtom template) {
    String name = template.name();
    AtomRecord head = work.row(name).orElse(null);
    List<String> keys = head == null ? null : FanOutKeys.of(head).keys();
    if (keys == null
        || work.stand(name).isDone()
        || work.directions().way(name) != Directions.Way.FORWARD) {
      return;
    }
    if (lists.isToBeMade(template)) {
      error(
          name,
          "has begun over the list of " + lists.provider(template) + ", which will be made anew",
          Remedy.of(Lines.reset(name)));
      return;
    }
    try {
      List<String> now = lists.keys(template);
      if (now != null) {
        compare(template, keys, now);
      }
    } catch (FlowException e) {
      error(
          name,
          "has stored keys, and the code cannot make keys of its list any more",
          Remedy.of(Lines.reset(name))
              .advise("let .keyedBy(..) of " + name + " give the keys that it gave"));
    }
  }

  private void compare(ShapeAtom template, List<String> keys, List<String> now) {
    String name = template.name();
    List<String> lost = without(keys, now);
    List<String> more = without(now, keys);
    boolean isCode = Objects.equals(template.traits().each(), "");
    if (!lost.isEmpty()) {
      error(
          name,
          "is stored with keys that the code does not make of its list: "
              + listed(lost)
              + (more.isEmpty() ? "" : "; it makes " + listed(more)),
          Remedy.of(Lines.reset(name))
              .advise(
                  "let "
                      + (isCode ? "the list" : ".keyedBy(..)")
                      + " of "
                      + name
                      + " give the keys that it gave"));
    } else if (!more.isEmpty()) {
      found.add(
          Finding.of(
                  FindingCode.KEY01,
                  name,
                  "keeps the keys that it has, without " + listed(more),
                  Remedy.of(Lines.reset(name)))
              // a list in the code is for new flows
              .as(isCode ? Severity.WARNING : Severity.ERROR));
    }
  }

  private void error(String atom, String sentence, Remedy remedy) {
    found.add(Finding.of(FindingCode.KEY01, atom, sentence, remedy));
  }

  private static List<String> without(List<String> keys, List<String> others) {
    List<String> left = new ArrayList<>(keys);
    left.removeAll(new HashSet<>(others));
    return left;
  }

  private static String listed(List<String> keys) {
    return String.join(", ", keys.subList(0, Math.min(MOST_NAMED, keys.size())))
        + (keys.size() > MOST_NAMED ? " and " + (keys.size() - MOST_NAMED) + " more" : "");
  }
}
