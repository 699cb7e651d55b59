package dev.portage.cli;

import dev.portage.migration.Forecast;
import dev.portage.migration.ReleaseCheck.Judged;
import dev.portage.migration.Verdict;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A check as GitHub's Markdown: what would this deploy do to what is in flight?
 *
 * @param answer the same check for the shell
 * @param stored what is stored; empty without a store
 * @param lock what was released; null if there is no lock
 */
record CheckMarkdown(Answer answer, List<Forecast> stored, @Nullable CheckedLock lock)
    implements Answer {
  private static final String SPECIAL = "<>&\\`*_{}[]#!|~@";

  CheckMarkdown {
    stored = stored.stream().filter(forecast -> forecast.line().unfinished() > 0).toList();
  }

  @Override
  public ExitCode exit() {
    return answer.exit();
  }

  @Override
  public JsonNode json() {
    return answer.json();
  }

  @Override
  public String text(Style style) {
    StringBuilder out = new StringBuilder("### What this deploy would do to flows in flight\n\n");
    out.append(exit() == ExitCode.OK ? ":white_check_mark: " : mark()).append("**");
    out.append(exit().name().toLowerCase(Locale.ROOT)).append("**\n\n");
    if (!stored.isEmpty()) {
      out.append("| stored flow | shape | unfinished | would |\n|---|---|---:|---|\n");
      stored.forEach(forecast -> row(forecast, out));
      out.append('\n');
    }
    if (lock != null) {
      if (!lock.check().shapes().isEmpty()) {
        out.append("| released flow | shape | releases | flows of it would |\n|---|---|---|---|\n");
        lock.check().shapes().forEach(judged -> row(judged, out));
        out.append('\n');
      }
      out.append(state(lock)).append('\n');
    }
    return out.toString();
  }

  private String mark() {
    return exit() == ExitCode.PENDING ? ":information_source: " : ":x: ";
  }

  private static void row(Forecast forecast, StringBuilder out) {
    long blocked = forecast.verdict() == Verdict.BLOCKED ? 0 : forecast.blocked();
    cells(
        out,
        escaped(CheckedLock.name(forecast.line().flow(), forecast.line().variant())),
        code(forecast.line().shape().fingerprint().brief()),
        Text.number(forecast.line().unfinished()),
        would(forecast)
            + (blocked == 0 ? "" : "; **" + Text.number(blocked) + " blocked** where they are"));
  }

  private static void row(Judged judged, StringBuilder out) {
    cells(
        out,
        escaped(CheckedLock.name(judged.released().flow(), judged.released().variant())),
        code(judged.released().shape().fingerprint().brief()),
        escaped(Text.orDash(String.join(", ", judged.released().releases()))),
        would(judged.forecast()));
  }

  private static void cells(StringBuilder out, String... cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String would(Forecast forecast) {
    String why = escaped(Text.line(CheckedLock.why(forecast)));
    return switch (forecast.verdict()) {
      case CURRENT -> "go on as they are";
      case PENDING -> "be migrated, " + Text.count(forecast.moves(), "move");
      case BLOCKED -> "be **blocked**: " + why;
      case STUCK -> "be **stuck**: " + why;
      case UNKNOWN -> "be **unknown**: " + why;
      case NEWER -> "be left alone: newer code wrote them";
      case FINISHED -> "stay finished";
    };
  }

  private static String state(CheckedLock lock) {
    int missing = lock.check().missing().size();
    return missing == 0
        ? code(lock.file()) + " is up to date."
        : code(lock.file())
            + " lacks "
            + Text.count(missing, "shape")
            + " of this code. Run "
            + code(lock.mend())
            + " and commit it.";
  }

  /** In backticks, of which there are none inside. */
  private static String code(String text) {
    return "`" + text.replace('`', '\'') + "`";
  }

  /** As it is, whatever it is: no cell ends early, nothing becomes a link, a mention or HTML. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (SPECIAL.indexOf(c) >= 0) {
        out.append("&#").append((int) c).append(';');
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
