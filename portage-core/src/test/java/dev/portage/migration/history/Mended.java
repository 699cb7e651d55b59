package dev.portage.migration.history;

import dev.portage.migration.BookBuilder;
import dev.portage.migration.Finding;
import dev.portage.migration.Migrations;
import dev.portage.migration.OnDone;
import dev.portage.migration.StepBuilder;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The book of one change, written by somebody who does what findings say: the first line that each
 * proposes, except that tasks are renamed only where a person has judged so.
 */
final class Mended {
  private static final Pattern READS =
      Pattern.compile("requires '([^']*)'(?: from (.*), which is)?");

  private final RealChange change;
  private boolean renames;
  private final Set<String> forgotten = new LinkedHashSet<>();
  private final Set<String> late = new LinkedHashSet<>();
  private final Map<String, Set<String>> mapped = new LinkedHashMap<>();
  private final Set<String> given = new TreeSet<>();
  private final Set<String> allowed = new TreeSet<>();

  Mended(RealChange change) {
    this.change = change;
  }

  /** Stubs of the code as the answers have changed it. */
  Stubs stubs() {
    Stubs stubs = new Stubs(change);
    mapped.keySet().forEach(stubs::raise);
    given.forEach(stubs::give);
    return stubs;
  }

  /** Tasks that run late, reverts that are given up: because the book says so. */
  boolean decided(String atom) {
    return late.contains(atom) || forgotten.contains(atom);
  }

  /** Does what the findings say; false if it knows no more. */
  boolean answer(List<Finding> findings) {
    if (!renames && !change.renames().isEmpty()) {
      renames = true;
      return true;
    }
    boolean more = false;
    for (Finding finding : findings) {
      if (finding.isError()) {
        more |= answer(finding);
      }
    }
    return more;
  }

  private boolean answer(Finding finding) {
    Matcher reads = READS.matcher(finding.sentence());
    return switch (finding.code()) {
      case LATE01 -> late.add(finding.atom());
      case LEAK01 -> forgotten.add(finding.atom());
      case DATA02 -> reads.find() && given.add(reads.group(1));
      case DATA01 -> reads.find() && data(reads);
      case RERUN01 -> allowed.add(finding.atom());
      default -> false;
    };
  }

  private boolean data(Matcher reads) {
    String provider = reads.group(2);
    return provider == null
        ? given.add(reads.group(1))
        : mapped.computeIfAbsent(provider, name -> new TreeSet<>()).add(reads.group(1));
  }

  Migrations migrations() {
    return Migrations.of(Stubs.FLOW, this::write);
  }

  private void write(BookBuilder book) {
    if (renames || !forgotten.isEmpty() || !mapped.isEmpty() || !allowed.isEmpty()) {
      book.step("change-" + change.number(), this::write);
    }
    late.forEach(book::late);
    for (String slot : given) {
      book.seed(Stubs.giver(slot), out -> out.put(slot, Stubs.value(slot, Stubs.giver(slot))));
    }
  }

  private void write(StepBuilder step) {
    if (renames) {
      change.renames().forEach(step::rename);
    }
    forgotten.forEach(atom -> step.drop(atom, OnDone.FORGET));
    Set<String> dropped = new LinkedHashSet<>(allowed);
    dropped.removeAll(forgotten);
    dropped.forEach(step::drop);
    if (!allowed.isEmpty()) {
      step.allow("RERUN01", "judged: another task");
    }
    mapped.forEach(
        (task, slots) ->
            step.version(
                task,
                "1.0",
                "2.0",
                out -> slots.forEach(slot -> out.put(slot, Stubs.value(slot, task)))));
  }

  /** Whether nothing had to be answered. */
  boolean isEmpty() {
    return counts().isEmpty();
  }

  /** How many answers of each kind it has. */
  String counts() {
    SortedMap<String, Integer> counts = new TreeMap<>();
    counts.put("rename", renames ? change.renames().size() : 0);
    counts.put("forget", forgotten.size());
    counts.put("late", late.size());
    counts.put("map", mapped.size());
    counts.put("give", given.size());
    counts.put("allow", allowed.size());
    counts.values().removeIf(count -> count == 0);
    return counts.entrySet().stream()
        .map(count -> count.getKey() + " " + count.getValue())
        .collect(Collectors.joining(", "));
  }
}
