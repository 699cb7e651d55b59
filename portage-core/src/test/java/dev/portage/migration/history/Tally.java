package dev.portage.migration.history;

import dev.portage.migration.history.Ended.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What became of all replays, in numbers. */
final class Tally {
  private static final List<String> COLUMNS =
      List.of("TaskFlow 5.0", "Portage, empty book", "Portage, findings answered");

  private final List<Map<Kind, Integer>> columns = new ArrayList<>();
  private final SortedMap<String, Integer> hazards = new TreeMap<>();
  private final SortedMap<String, Integer> codes = new TreeMap<>();
  private final SortedMap<String, Integer> answers = new TreeMap<>();
  private int books;
  private final StringBuilder verdicts = new StringBuilder();

  private Tally() {
    COLUMNS.forEach(column -> columns.add(new EnumMap<>(Kind.class)));
  }

  static Tally of(List<ReplayedChange> changes) {
    Tally tally = new Tally();
    changes.forEach(tally::add);
    return tally;
  }

  private void add(ReplayedChange replayed) {
    List<String> alone = new ArrayList<>();
    List<String> mended = new ArrayList<>();
    for (int i = 0; i < replayed.cuts().size(); i++) {
      Cut cut = replayed.cuts().get(i);
      Ended without = replayed.alone().get(i);
      Ended with = replayed.mended().get(i);
      alone.add(cut.at() + ":" + without);
      mended.add(with.toString());
      String taskflow = cut.change().cuts().getOrDefault(cut.at(), "");
      if (!taskflow.isEmpty()) {
        compare(Ended.ofTaskFlow(taskflow), without, with);
      }
    }
    verdicts.append(replayed.change().number()).append(' ').append(String.join(" ", alone));
    if (!replayed.book().isEmpty()) {
      books++;
      replayed.book().calls().forEach((call, count) -> answers.merge(call, count, Integer::sum));
      verdicts.append(" | ").append(replayed.book().calls()).append(" | ");
      verdicts.append(mended.stream().distinct().collect(Collectors.joining(" ")));
    }
    verdicts.append('\n');
  }

  private void compare(Ended taskflow, Ended alone, Ended mended) {
    columns.get(0).merge(taskflow.kind(), 1, Integer::sum);
    columns.get(1).merge(alone.kind(), 1, Integer::sum);
    columns.get(2).merge(mended.kind(), 1, Integer::sum);
    if (taskflow.kind() == Kind.SILENT) {
      List.of(taskflow.what().split("\\+", -1))
          .forEach(each -> hazards.merge(each, 1, Integer::sum));
    }
    if (alone.kind() == Kind.REFUSED) {
      List.of(alone.what().split("\\+", -1)).forEach(each -> codes.merge(each, 1, Integer::sum));
    }
  }

  private int replays() {
    return columns.get(0).values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The table, as Markdown. */
  String table() {
    StringBuilder table = new StringBuilder("| of " + replays() + " replays | ");
    table.append(String.join(" | ", COLUMNS)).append(" |\n|---|--:|--:|--:|\n");
    for (Kind kind : Kind.values()) {
      table.append("| ").append(kind.title);
      for (Map<Kind, Integer> column : columns) {
        int count = column.getOrDefault(kind, 0);
        double percent = 100.0 * count / replays();
        table.append(String.format(Locale.ROOT, " | %d (%.0f %%)", count, percent));
      }
      table.append(" |\n");
    }
    return table.toString();
  }

  /** What kinds of hazards there were, and what findings, as Markdown. */
  String kinds() {
    return "| what TaskFlow did silently | replays |\n|---|--:|\n"
        + lines(hazards)
        + "\n| what Portage finds instead | replays |\n|---|--:|\n"
        + lines(codes)
        + "\n| what the books of "
        + books
        + " changes answer | calls |\n|---|--:|\n"
        + lines(answers);
  }

  private static String lines(SortedMap<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(count -> "| `" + count.getKey() + "` | " + count.getValue() + " |\n")
        .collect(Collectors.joining());
  }

  /** For each change what became of each cut; the answers; and what became of it then. */
  String verdicts() {
    return verdicts.toString();
  }
}
