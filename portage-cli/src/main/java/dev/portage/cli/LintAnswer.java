package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.migration.BookReport;
import dev.portage.migration.Finding;
import dev.portage.migration.FindingCode;
import dev.portage.migration.FindingCode.Severity;
import dev.portage.migration.FindingCount;
import dev.portage.migration.Forecast;
import dev.portage.migration.Verdict;
import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything that was found.
 *
 * @param store where
 * @param forecasts one for each stored shape
 * @param books what is to be said of whole books
 * @param allowed which findings are no errors here, and why
 * @param unreadable the flows that nothing can be said of
 */
record LintAnswer(
    String store,
    List<Forecast> forecasts,
    List<BookReport> books,
    Map<FindingCode, String> allowed,
    Unreadable unreadable)
    implements Answer {
  LintAnswer {
    forecasts = forecasts.stream().filter(f -> f.line().unfinished() > 0).toList();
  }

  @Override
  public ExitCode exit() {
    List<ExitCode> codes = new ArrayList<>(List.of(unreadable.exit()));
    codes.add(count(Severity.ERROR) > 0 ? ExitCode.LINT : ExitCode.OK);
    codes.add(stuck().isEmpty() ? ExitCode.OK : ExitCode.STUCK);
    return ExitCode.worst(codes);
  }

  private List<Finding> all() {
    List<Finding> all = new ArrayList<>();
    forecasts.forEach(f -> FindingCount.of(f).forEach(count -> all.add(count.finding())));
    books.forEach(book -> all.addAll(book.findings()));
    return all;
  }

  private long count(Severity severity) {
    return all().stream()
        .filter(finding -> finding.severity() == severity && !allowed.containsKey(finding.code()))
        .count();
  }

  private List<Forecast> stuck() {
    return forecasts.stream()
        .filter(f -> f.verdict() == Verdict.STUCK || f.verdict() == Verdict.UNKNOWN)
        .toList();
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/lint/1").put("store", store).put("exit", exit().code());
    var findings = root.putArray("findings");
    for (Forecast forecast : forecasts) {
      for (FindingCount count : FindingCount.of(forecast)) {
        ObjectNode node = findings.addObject();
        node.put("type", forecast.line().flow());
        node.put("fingerprint", forecast.line().shape().fingerprint().hex());
        write(count.finding(), node);
        node.put("flows", count.flows());
        count.samples().forEach(id -> node.withArray("samples").add(id.text()));
      }
    }
    for (BookReport book : books) {
      for (Finding finding : book.findings()) {
        write(finding, findings.addObject().put("type", book.flow()));
      }
    }
    var stuck = root.putArray("stuck");
    for (Forecast each : stuck()) {
      stuck
          .addObject()
          .put("type", each.line().flow())
          .put("fingerprint", each.line().shape().fingerprint().hex())
          .put("flows", each.line().unfinished())
          .put("why", each.why());
    }
    root.set("unreadable", unreadable.json());
    return root;
  }

  private void write(Finding finding, ObjectNode node) {
    CheckAnswer.write(finding, node);
    node.put("allowed", allowed.get(finding.code()));
  }

  @Override
  public String text(Style style) {
    StringBuilder out = new StringBuilder();
    for (Forecast forecast : forecasts) {
      List<FindingCount> counts = FindingCount.of(forecast);
      boolean isStuck = stuck().contains(forecast);
      if (!counts.isEmpty() || isStuck) {
        out.append(heading(forecast, style)).append('\n');
        counts.forEach(count -> out.append(PlanText.finding(count, style)).append(note(count)));
      }
      if (isStuck) {
        out.append("   ").append(style.paint(Tint.RED, style.cross())).append("  stuck   ");
        out.append(Text.line(forecast.why().lines().findFirst().orElse(""))).append('\n');
      }
    }
    for (BookReport book : books) {
      if (!book.findings().isEmpty()) {
        out.append(style.paint(Tint.BOLD, Text.line(book.flow()))).append("  its book\n");
        book.findings().forEach(f -> out.append(CheckAnswer.text(f, style)).append(note(f)));
      }
    }
    return out.append(summary()).append('\n').toString();
  }

  private static String heading(Forecast forecast, Style style) {
    return style.paint(Tint.BOLD, Text.line(forecast.line().flow()))
        + (forecast.line().variant().isEmpty()
            ? ""
            : " (" + Text.line(forecast.line().variant()) + ")")
        + "  "
        + forecast.line().shape().fingerprint().brief()
        + "   "
        + Text.count(forecast.line().unfinished(), "flow");
  }

  private String note(FindingCount count) {
    return note(count.finding());
  }

  private String note(Finding finding) {
    String why = allowed.get(finding.code());
    return why == null ? "" : "      allowed here: " + Text.line(why) + "\n";
  }

  private String summary() {
    long excused = all().stream().filter(f -> allowed.containsKey(f.code())).count();
    return Text.count(count(Severity.ERROR), "error")
        + ", "
        + Text.count(count(Severity.WARNING), "warning")
        + ", "
        + Text.count(count(Severity.INFO), "note")
        + (excused == 0 ? "" : ", " + Text.number(excused) + " allowed")
        + (stuck().isEmpty() ? "" : ", " + Text.count(stuck().size(), "stuck shape"))
        + (exit() == ExitCode.OK ? "" : "   next: " + Shell.portage() + " plan");
  }
}
