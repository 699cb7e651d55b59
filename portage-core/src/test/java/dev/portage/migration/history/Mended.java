package dev.portage.migration.history;

import dev.portage.migration.BookDraft;
import dev.portage.migration.Finding;
import dev.portage.migration.Migrations;
import dev.portage.migration.RemedyReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * The book of one change, written by somebody who does what findings say: the first of the lines
 * that each proposes, as printed. But nothing is guessed: tasks are renamed only where a person has
 * judged so, slots and inputs never; and what is done is not run again. Where no line is left, the
 * advice is followed.
 */
final class Mended {
  private static final Pattern READS =
      Pattern.compile("requires '([^']*)'(?: from (.*), which is)?");

  private static final Set<String> GUESSES = Set.of("rename", "renameSlot", "renameInput", "reset");

  private final RealChange change;
  private final BookDraft book = new BookDraft(this::fill);
  private final List<String> lines = new ArrayList<>();
  private final Set<String> answered = new HashSet<>();
  private final Set<String> now = new HashSet<>();
  private final Set<String> decided = new TreeSet<>();
  private final Map<String, Set<String>> mapped = new LinkedHashMap<>();
  private final Map<String, String> handed = new LinkedHashMap<>();
  private final Set<String> given = new TreeSet<>();

  Mended(RealChange change) {
    this.change = change;
  }

  /** Stubs of the code as the answers have changed it. */
  Stubs stubs() {
    Stubs stubs = new Stubs(change);
    mapped.keySet().forEach(stubs::raise);
    given.forEach(stubs::give);
    handed.forEach(stubs::hand);
    return stubs;
  }

  /** Tasks that run late, reverts that are given up: because the book says so. */
  boolean decided(String atom) {
    return decided.contains(atom);
  }

  Migrations migrations() {
    return Migrations.of(Stubs.FLOW, book::writeTo);
  }

  /** Does what the findings say; false if it knows no more. */
  boolean answer(List<Finding> findings) {
    if (findings.stream().noneMatch(Finding::isError)) {
      return false;
    }
    if (lines.isEmpty() && !change.renames().isEmpty()) {
      List<String> renames =
          change.renames().entrySet().stream()
              .map(rename -> call("rename", rename.getKey(), rename.getValue()))
              .toList();
      book.step("renames", renames.toArray(String[]::new));
      return lines.addAll(renames);
    }
    now.clear();
    boolean more = false;
    for (Finding finding : findings) {
      more |= finding.isError() && answer(finding);
    }
    return more;
  }

  private boolean answer(Finding finding) {
    for (String line : finding.remedies()) {
      Map<String, List<String>> calls = BookDraft.read(line);
      if (calls.keySet().stream().noneMatch(GUESSES::contains)) {
        String answer = finding.by() + ": " + line;
        if (now.contains(answer)) {
          return false; // another finding asks for the same
        }
        return (answered.add(answer) && now.add(answer))
            ? take(finding, line, calls)
            : advised(finding);
      }
    }
    return advised(finding);
  }

  /** The same line may stand in several steps. */
  private boolean take(Finding finding, String line, Map<String, List<String>> calls) {
    calls.forEach(
        (method, names) -> {
          if (method.equals("supplyFrom")) {
            handed.put(names.get(1), names.get(0));
          } else {
            decided.add(names.get(0));
          }
        });
    book.answer(finding, line);
    lines.add(line);
    return true;
  }

  /** What is missing is given: by a task, or by a map of what is stored. */
  private boolean advised(Finding finding) {
    Matcher reads = READS.matcher(finding.sentence());
    if (!reads.find()) {
      return false;
    }
    String slot = reads.group(1);
    String provider = reads.group(2);
    if (provider != null) {
      boolean isFirst = !mapped.containsKey(provider);
      boolean isNew = mapped.computeIfAbsent(provider, name -> new TreeSet<>()).add(slot);
      if (isFirst) {
        step(call("version", provider, "1.0", "2.0").replace(")", ", out -> ...)"));
      }
      return isNew;
    }
    book.line("book" + call("seed", Stubs.giver(slot)).replace(")", ", out -> ...)"));
    lines.add(".seed(\"" + Stubs.giver(slot) + "\")");
    return given.add(slot);
  }

  private boolean step(String line) {
    if (!answered.add(line)) {
      return false;
    }
    lines.add(line);
    book.step("step-" + lines.size(), line);
    return true;
  }

  private static String call(String method, String... names) {
    return Stream.of(names).collect(Collectors.joining("\", \"", "." + method + "(\"", "\")"));
  }

  /** What a person writes where a line has dots. */
  private void fill(RemedyReader.Site site, ObjectNode old, ObjectNode out) {
    String task = site.atom();
    if (site.method().equals("supply")) {
      out.put(task, Stubs.input(task));
      return;
    }
    Set<String> slots = mapped.getOrDefault(task, Set.of());
    given.stream()
        .filter(slot -> Stubs.giver(slot).equals(task))
        .forEach(slot -> put(out, slot, task));
    slots.forEach(slot -> put(out, slot, task));
  }

  private static void put(ObjectNode out, String slot, String task) {
    out.put(slot, Stubs.value(slot, task));
  }

  /** Whether nothing had to be answered. */
  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** How many calls of each kind it has. */
  SortedMap<String, Integer> calls() {
    SortedMap<String, Integer> calls = new TreeMap<>();
    for (String line : lines) {
      BookDraft.read(line).keySet().forEach(method -> calls.merge(method, 1, Integer::sum));
    }
    return calls;
  }

  /** The book. */
  @Override
  public String toString() {
    return book.toString();
  }
}
