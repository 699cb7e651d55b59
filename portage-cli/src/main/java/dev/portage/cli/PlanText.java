package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.migration.Finding;
import dev.portage.migration.FindingCount;
import dev.portage.migration.Forecast;
import dev.portage.migration.Move;
import dev.portage.migration.Operation;
import dev.portage.migration.Plan;
import dev.portage.migration.Verdict;
import dev.portage.shape.Inconsistency;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan as text: a tree for each shape, its findings, and one line for all. */
record PlanText(PlanAnswer answer, Style style) {
  String document() {
    StringBuilder out = new StringBuilder();
    for (Forecast forecast : answer.forecasts()) {
      // Where only slots or relations changed nothing is to be done, but warnings may be due.
      if (forecast.verdict() != Verdict.CURRENT || !FindingCount.of(forecast).isEmpty()) {
        out.append(shape(forecast)).append('\n');
      }
    }
    out.append(summary()).append('\n');
    return out.append(answer.next().isEmpty() ? "" : answer.next() + "\n").toString();
  }

  private String shape(Forecast forecast) {
    StringBuilder out = new StringBuilder();
    String stored = forecast.line().shape().fingerprint().brief();
    out.append(style.paint(Tint.BOLD, Text.line(forecast.line().flow())));
    if (!forecast.line().variant().isEmpty()) {
      out.append(" (").append(Text.line(forecast.line().variant())).append(')');
    }
    out.append("  ").append(stored);
    if (forecast.target() != null) {
      out.append(" -> ").append(forecast.target().shape().fingerprint());
    }
    out.append("   ").append(Text.count(forecast.line().unfinished(), "flow"));
    if (forecast.plan() instanceof Plan.Ready ready) {
      out.append("   undo: ").append(ready.oneWay().isEmpty() ? "restore + lens" : "restore only");
    }
    out.append('\n');
    if (forecast.plan() instanceof Plan.Ready ready) {
      moves(ready.moves(), out);
    } else if (!forecast.why().isEmpty()) {
      out.append(style.paint(StatusLine.tintOf(forecast.verdict()), forecast.verdict().toString()))
          .append("   ")
          .append(forecast.why())
          .append('\n');
    }
    if (forecast.plan() instanceof Plan.Stuck stuck) {
      for (Inconsistency left : stuck.left()) {
        out.append("   ").append(DiffLine.text(left, style)).append('\n');
      }
    }
    FindingCount.of(forecast).forEach(count -> out.append(finding(count, style)));
    return out.append(byState(forecast)).toString();
  }

  private void moves(List<Move> moves, StringBuilder out) {
    for (int i = 0; i < moves.size(); i++) {
      Move move = moves.get(i);
      boolean last = i == moves.size() - 1;
      out.append(last ? style.lastBranch() : style.branch()).append(Text.line(move.by().name()));
      if (!move.by().because().isEmpty()) {
        out.append("   ").append(Text.line(move.by().because()));
      }
      out.append('\n');
      operations(move.operations(), last ? "   " : style.trunk(), out);
    }
  }

  private void operations(List<Operation> operations, String before, StringBuilder out) {
    for (int i = 0; i < operations.size(); i++) {
      boolean last = i == operations.size() - 1;
      out.append(before)
          .append(last ? style.lastBranch() : style.branch())
          .append(operation(operations.get(i), style))
          .append('\n');
    }
  }

  /** One operation on one line. */
  static String operation(Operation operation, Style style) {
    return style.paint(
        Style.tintOf(operation.symbol()),
        style.symbol(operation.symbol()) + " " + Text.line(operation.describe()));
  }

  /** A finding with what answers it, on several lines. */
  static String finding(FindingCount count, Style style) {
    Finding finding = count.finding();
    Table table = new Table("      ", Set.of());
    table.row("in", Text.count(count.flows(), "flow") + ", such as " + samples(count));
    if (finding.by().startsWith("step ") && !finding.remedies().isEmpty()) {
      table.row("by", Text.line(finding.by()));
    }
    String word = "remedy";
    for (String line : finding.remedies()) {
      table.row(word, Text.line(line));
      word = "or";
    }
    if (!finding.advice().isEmpty()) {
      table.row("advice", Text.line(finding.advice()));
    }
    table.row("more", Shell.portage() + " show " + finding.code());
    return "   "
        + mark(finding, style)
        + "  "
        + finding.code()
        + " "
        + finding.severity()
        + "   "
        + Text.line(finding.sentence())
        + "\n"
        + table.in(style);
  }

  /** The symbol of how bad it is. */
  static String mark(Finding finding, Style style) {
    return switch (finding.severity()) {
      case ERROR -> style.paint(Tint.RED, style.cross());
      case WARNING -> style.paint(Tint.YELLOW, "!");
      case INFO -> style.dot();
    };
  }

  private static String samples(FindingCount count) {
    return count.samples().stream()
        .map(id -> Text.line(id.text()))
        .collect(Collectors.joining(", "));
  }

  private String byState(Forecast forecast) {
    if (forecast.situations().isEmpty()) {
      return "";
    }
    long clean = forecast.line().unfinished() - forecast.blocked();
    return "   by state   "
        + Text.number(clean)
        + " clean"
        + (forecast.blocked() == 0
            ? ""
            : " " + style.dot() + " " + Text.number(forecast.blocked()) + " blocked")
        + "\n";
  }

  /** One line for all shapes. */
  String summary() {
    List<String> parts = new ArrayList<>();
    long plans = answer.forecasts().stream().filter(f -> f.plan() instanceof Plan.Ready).count();
    add(parts, answer.flows(Verdict.CURRENT), " current");
    add(parts, answer.migratable(), " would migrate");
    add(parts, answer.blocked(), " blocked");
    add(parts, answer.flows(Verdict.STUCK), " stuck");
    add(parts, answer.flows(Verdict.NEWER), " newer");
    add(parts, answer.flows(Verdict.UNKNOWN), " of flows that this code does not have");
    long flows = answer.forecasts().stream().mapToLong(f -> f.line().unfinished()).sum();
    return Text.count(plans, "plan")
        + " for "
        + Text.count(flows, "unfinished flow")
        + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
  }

  private static void add(List<String> parts, long flows, String what) {
    if (flows > 0) {
      parts.add(Text.number(flows) + what);
    }
  }
}
