package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.engine.Undoing;
import dev.portage.model.AtomKind;
import dev.portage.shape.Precedence;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands against a migration, or should be known, because of the flow's retries. */
final class RetryLint {
  /** How many atoms one sentence names. */
  private static final int MOST_NAMED = 5;

  private static final Pattern LIMITED = Pattern.compile("(?:times|for-each) (\\d{1,9})(?: .*)?");

  private final FlowRecord stored;
  private final Target target;
  private final Rewriting work;
  private final List<Finding> found = new ArrayList<>();

  private RetryLint(FlowRecord stored, Target target, Rewriting work) {
    this.stored = stored;
    this.target = target;
    this.work = work;
  }

  static List<Finding> check(FlowRecord stored, Target target, Rewriting work) {
    RetryLint lint = new RetryLint(stored, target, work);
    if (!stored.shape().equals(target.shape())) {
      lint.atWork();
      if (lint.hasRetries()) {
        lint.scopes();
        lint.limits();
      }
    }
    return lint.found;
  }

  private boolean hasRetries() {
    return Stream.of(stored.shape(), target.shape())
        .anyMatch(shape -> shape.inOrder().stream().anyMatch(RetryLint::isRetry));
  }

  private static boolean isRetry(ShapeAtom atom) {
    return atom.kind() == AtomKind.RETRY;
  }

  /** RETRY01: what a retry undoes right now must be what it would undo in the new code. */
  private void atWork() {
    Undoing undoing = work.directions().was();
    if (undoing.isAll()) {
      return;
    }
    Precedence before = work.directions().before();
    Precedence order = target.wiring().precedence();
    for (int retry : undoing.retries()) {
      String was = before.atom(retry).name();
      String name = work.nowCalled(was);
      ShapeAtom now = target.shape().atoms().get(name);
      if (now == null || !isRetry(now) || work.descent().now(was).isEmpty()) {
        refuse(name, "is undoing its part of the flow, and is gone");
        continue;
      }
      Set<String> undone = heirs(before.atomsAfter(was));
      Set<String> behind = new TreeSet<>(order.atomsAfter(name));
      behind.removeIf(atom -> !wasStored(atom));
      if (!undone.equals(behind)) {
        Set<String> moved = new TreeSet<>(undone);
        moved.addAll(behind);
        moved.removeIf(atom -> undone.contains(atom) && behind.contains(atom));
        refuse(
            name,
            "is undoing its part of the flow, which is not the same in the new code: "
                + listed(moved)
                + " went in or out");
      }
    }
  }

  private void refuse(String retry, String sentence) {
    found.add(
        Finding.of(
            FindingCode.RETRY01,
            retry,
            sentence,
            Remedy.advice(
                "resume the flow under the code that stored it until the next attempt has begun")));
  }

  private Set<String> heirs(Set<String> atoms) {
    Set<String> heirs = new TreeSet<>();
    for (String atom : atoms) {
      work.descent().now(atom).stream().filter(target.shape().atoms()::has).forEach(heirs::add);
    }
    return heirs;
  }

  private boolean wasStored(String atom) {
    String origin = work.descent().origin(atom);
    return origin != null && stored.shape().atoms().has(origin);
  }

  private static String listed(Set<String> names) {
    List<String> first = names.stream().limit(MOST_NAMED).toList();
    return String.join(", ", first) + (names.size() > MOST_NAMED ? " and more" : "");
  }

  /** RETRY02: atoms whose failure is another retry's business from now on. */
  private void scopes() {
    Precedence before = work.directions().before();
    Precedence order = target.wiring().precedence();
    Map<String, Set<String>> byChange = new LinkedHashMap<>();
    for (ShapeAtom old : stored.shape().inOrder()) {
      String past = retryOf(before, old.name());
      for (String name : work.descent().now(old.name())) {
        if (target.shape().atoms().has(name)) {
          String present = retryOf(order, name);
          boolean same =
              past == null
                  ? present == null
                  : present != null && work.descent().now(past).contains(present);
          if (!same && hasBegun(name)) {
            byChange
                .computeIfAbsent(word(past) + ", now " + word(present), change -> new TreeSet<>())
                .add(name);
          }
        }
      }
    }
    byChange.forEach(
        (change, atoms) -> {
          String first = atoms.iterator().next();
          atoms.remove(first);
          String sentence = "has another retry to decide when it fails: it was " + change;
          String others = atoms.isEmpty() ? "" : "; likewise " + listed(atoms);
          found.add(
              Finding.of(
                  FindingCode.RETRY02,
                  first,
                  sentence + others,
                  Remedy.advice(
                      "nothing, if that is meant; else keep the retry around these tasks")));
        });
  }

  private static String word(@Nullable String retry) {
    return retry == null ? "none" : retry;
  }

  private static @Nullable String retryOf(Precedence order, String atom) {
    int retry = order.retryOf(order.node(atom));
    return retry == Precedence.NO_RETRY ? null : order.atom(retry).name();
  }

  private boolean hasBegun(String atom) {
    return !work.stand(atom).isUntouched();
  }

  /** RETRY03: a limit that was reached before it was set. */
  private void limits() {
    for (ShapeAtom now : target.shape().inOrder()) {
      Matcher limit = LIMITED.matcher(now.traits().strategy());
      AtomRecord row = isRetry(now) ? work.row(now.name()).orElse(null) : null;
      if (row != null
          && limit.matches()
          && isReached(now, Integer.parseInt(limit.group(1)), row.historyLength())) {
        found.add(
            Finding.of(
                FindingCode.RETRY03,
                now.name(),
                "has made "
                    + row.historyLength()
                    + " attempts, and allows "
                    + limit.group(1)
                    + " now; the next failure is the last",
                Remedy.advice("raise the limit of " + now.name() + " if it is to try more often")));
      }
    }
  }

  /** Passed, or reached because it is lower than it was. */
  private boolean isReached(ShapeAtom now, int limit, int attempts) {
    return attempts > limit || (attempts == limit && limitBefore(now) > limit);
  }

  /** 0 if none is known. */
  private int limitBefore(ShapeAtom now) {
    String origin = work.descent().origin(now.name());
    ShapeAtom was = origin == null ? null : stored.shape().atoms().get(origin);
    Matcher limit = LIMITED.matcher(was == null ? "" : was.traits().strategy());
    return limit.matches() ? Integer.parseInt(limit.group(1)) : 0;
  }
}
