package dev.portage.cli;

import dev.portage.migration.Finding;
import dev.portage.migration.Outcome;
import dev.portage.store.FlowHeader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What came of many migrations. Not safe for use by several threads. */
final class Tally {
  private static final int MOST_LINES = 20;

  /**
   * A flow that was not migrated.
   *
   * @param word busy, blocked, stuck, newer or failed
   * @param why in one line
   */
  record LeftAlone(String flow, String type, String word, String why) {}

  private final long all;
  private final Map<String, Long> counts = new TreeMap<>();
  private final List<LeftAlone> leftAlone = new ArrayList<>();
  private @Nullable RuntimeException broken;
  private boolean stopped;

  /** Begins to count towards so many flows. */
  Tally(long all) {
    this.all = all;
  }

  /** Counts one more; {@code why} is empty if the flow was not left alone. */
  void add(FlowHeader flow, String word, String why) {
    counts.merge(word, 1L, Long::sum);
    if (!why.isEmpty()) {
      leftAlone.add(new LeftAlone(flow.id().text(), flow.flow(), word, why));
    }
  }

  /** Why a flow was left alone, in one line; empty if it was not. */
  static String why(Outcome outcome) {
    if (outcome instanceof Outcome.Blocked blocked) {
      return errors(blocked.findings());
    }
    if (outcome instanceof Outcome.Busy busy) {
      return busy(busy.owner(), busy.until());
    }
    if (outcome instanceof Outcome.Stuck stuck) {
      return stuck.why();
    }
    if (outcome instanceof Outcome.Newer newer) {
      return "newer code wrote it: " + newer.why();
    }
    return outcome instanceof Outcome.Failed failed ? failed.why() : "";
  }

  /** Who drives a flow; somebody has only changed it if there is no owner. */
  static String busy(@Nullable String owner, @Nullable Instant until) {
    return owner == null
        ? "changed by somebody at the same moment"
        : "driven by " + owner + " until " + Text.time(until);
  }

  /** The first error as a sentence, the others by code and atom. */
  private static String errors(Collection<Finding> findings) {
    List<Finding> errors = findings.stream().filter(Finding::isError).toList();
    String others =
        errors.stream()
            .skip(1)
            .map(finding -> ", " + finding.code() + " " + finding.atom())
            .collect(Collectors.joining());
    return errors.isEmpty() ? "" : errors.get(0).code() + " " + errors.get(0).sentence() + others;
  }

  /** Notes that somebody asked to stop. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Notes that the store or the code failed; what was migrated until then is. */
  void brokeOff(RuntimeException why) {
    broken = why;
  }

  /** Why it broke off; null if it did not. */
  @Nullable RuntimeException broken() {
    return broken;
  }

  /** How many flows were tried. */
  long tried() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** By outcome; outcomes that did not come up are left out. */
  Map<String, Long> counts() {
    return Collections.unmodifiableMap(counts);
  }

  long count(String word) {
    return counts.getOrDefault(word, 0L);
  }

  /** In the order in which they were tried. */
  List<LeftAlone> leftAlone() {
    return Collections.unmodifiableList(leftAlone);
  }

  /** The same as a table, as many as a person reads. */
  String leftAlone(Style style) {
    Table table = new Table("   ", Set.of());
    leftAlone.stream()
        .limit(MOST_LINES)
        .forEach(
            one ->
                table.row(
                    one.word(),
                    Text.line(one.flow()),
                    Text.line(one.why().lines().findFirst().orElse(""))));
    int more = leftAlone.size() - MOST_LINES;
    return table.in(style)
        + (more > 0 ? "   and " + Text.number(more) + " more; -o json lists all\n" : "");
  }

  /** One line on how far it is. */
  String progress() {
    return Text.number(tried())
        + "/"
        + Text.number(all)
        + " "
        + counts.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(" "));
  }
}
