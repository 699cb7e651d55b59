package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.migration.BookReport;
import dev.portage.migration.Finding;
import dev.portage.migration.FindingCode;
import dev.portage.migration.Forecast;
import dev.portage.migration.SquashProof.Comparison;
import dev.portage.migration.SquashProof.Result;
import dev.portage.migration.Verdict;
import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was found of the migrations of an application.
 *
 * @param store what they were checked against
 * @param forecasts one for each stored shape
 * @param reports one for each kind of flow that is stored
 * @param unreadable the flows that nothing can be said of
 * @param pending what flows that can be migrated mean to the exit code
 * @param lock what was found of released shapes; null if there is no lock
 * @param options where they are stored, and what code they were checked with
 */
record CheckAnswer(
    String store,
    List<Forecast> forecasts,
    List<BookReport> reports,
    Unreadable unreadable,
    ExitCode pending,
    @Nullable CheckedLock lock,
    String options)
    implements Answer {
  static final Map<Verdict, ExitCode> CODES =
      Map.of(
          Verdict.STUCK, ExitCode.STUCK,
          Verdict.UNKNOWN, ExitCode.STUCK,
          Verdict.BLOCKED, ExitCode.BLOCKED);

  CheckAnswer {
    forecasts = forecasts.stream().filter(f -> f.line().unfinished() > 0).toList();
  }

  @Override
  public ExitCode exit() {
    List<ExitCode> codes = new ArrayList<>(List.of(unreadable.exit()));
    for (Forecast forecast : forecasts) {
      codes.add(CODES.getOrDefault(forecast.verdict(), ExitCode.OK));
      codes.add(forecast.blocked() > 0 ? ExitCode.BLOCKED : ExitCode.OK);
      codes.add(forecast.verdict() == Verdict.PENDING ? pending : ExitCode.OK);
    }
    reports.forEach(report -> codes.addAll(exits(report)));
    if (lock != null) {
      codes.addAll(lock.exits());
    }
    return ExitCode.worst(codes);
  }

  /** What the findings on a book mean to the shell. */
  static List<ExitCode> exits(BookReport report) {
    return report.findings().stream()
        .filter(Finding::isError)
        .map(f -> f.code() == FindingCode.STEP05 ? ExitCode.STUCK : ExitCode.LINT)
        .toList();
  }

  private List<Forecast> of(String flow) {
    return forecasts.stream().filter(forecast -> forecast.line().flow().equals(flow)).toList();
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/check/1").put("store", store).put("exit", exit().code());
    ArrayNode types = root.putArray("types");
    reports.forEach(report -> write(report, types.addObject()));
    root.set("unreadable", unreadable.json());
    if (lock != null) {
      root.set("lock", lock.json());
    }
    return root;
  }

  private void write(BookReport report, ObjectNode node) {
    node.put("type", report.flow());
    ArrayNode shapes = node.putArray("shapes");
    for (Forecast forecast : of(report.flow())) {
      ObjectNode shape = shapes.addObject();
      shape.put("fingerprint", forecast.line().shape().fingerprint().hex());
      forecast.line().shape().stamp().heads().forEach(shape.putArray("stamp")::add);
      shape
          .put("unfinished", forecast.line().unfinished())
          .put("verdict", forecast.verdict().toString())
          .put("blocked", forecast.blocked())
          .put("why", forecast.why());
      DraftHint.of(forecast, options).ifPresent(command -> shape.put("next", command));
    }
    ArrayNode squashes = node.putArray("replaced");
    for (Comparison each : report.squashes()) {
      squashes
          .addObject()
          .put("step", each.step())
          .put("fingerprint", each.flows().stored().fingerprint().hex())
          .put("result", each.result().toString())
          .put("why", each.why());
    }
    ArrayNode findings = node.putArray("findings");
    report.findings().forEach(finding -> write(finding, findings.addObject()));
  }

  static void write(Finding finding, ObjectNode node) {
    node.put("code", finding.code().name())
        .put("severity", finding.severity().toString())
        .put("atom", finding.atom())
        .put("sentence", finding.sentence());
    finding.remedies().forEach(node.putArray("remedies")::add);
    node.put("advice", finding.advice());
  }

  @Override
  public String text(Style style) {
    StringBuilder out = new StringBuilder();
    reports.forEach(report -> out.append(text(report, style)));
    if (lock != null) {
      out.append(lock.text(style));
    }
    return out.append(summary()).append('\n').toString();
  }

  private String text(BookReport report, Style style) {
    StringBuilder out = new StringBuilder();
    out.append(style.paint(Tint.BOLD, Text.line(report.flow()))).append("   ");
    out.append(verdicts(of(report.flow()))).append('\n');
    for (Forecast forecast : of(report.flow())) {
      if (CODES.getOrDefault(forecast.verdict(), ExitCode.OK) == ExitCode.STUCK) {
        String why = forecast.why().lines().findFirst().orElse("");
        out.append("   ").append(style.paint(Tint.RED, style.cross())).append("  ");
        out.append(forecast.line().shape().fingerprint().brief()).append(' ');
        out.append(forecast.verdict()).append("   ").append(Text.line(why)).append('\n');
        DraftHint.of(forecast, options)
            .ifPresent(command -> out.append("      next   ").append(command).append('\n'));
      }
    }
    proofs(report).forEach((step, words) -> out.append("   step " + step + ": " + words + "\n"));
    report.findings().forEach(finding -> out.append(text(finding, style)));
    return out.toString();
  }

  private static String verdicts(List<Forecast> forecasts) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    forecasts.forEach(forecast -> counts.merge(forecast.verdict(), 1, Integer::sum));
    List<String> words = new ArrayList<>();
    counts.forEach((verdict, count) -> words.add(Text.number(count) + " " + verdict));
    return forecasts.isEmpty()
        ? "no unfinished flow"
        : Text.count(forecasts.size(), "stored shape") + ": " + String.join(", ", words);
  }

  /** By step that replaces others: how the comparison went. */
  private static Map<String, String> proofs(BookReport report) {
    Map<String, Map<Result, Integer>> counts = new LinkedHashMap<>();
    for (Comparison each : report.squashes()) {
      counts
          .computeIfAbsent(each.step(), step -> new TreeMap<>())
          .merge(each.result(), 1, Integer::sum);
    }
    Map<String, String> proofs = new LinkedHashMap<>();
    counts.forEach(
        (step, results) -> {
          List<String> words = new ArrayList<>();
          results.forEach(
              (result, count) -> words.add(result + " on " + Text.count(count, "shape")));
          proofs.put(
              Text.line(step), "compared with what it replaces, " + String.join(", ", words));
        });
    return proofs;
  }

  static String text(Finding finding, Style style) {
    String mark = PlanText.mark(finding, style);
    Table table = new Table("      ", Set.of());
    finding.remedies().forEach(line -> table.row("remedy", Text.line(line)));
    if (!finding.advice().isEmpty()) {
      table.row("advice", Text.line(finding.advice()));
    }
    table.row("more", Shell.portage() + " show " + finding.code());
    String head = finding.code() + " " + finding.severity() + "   " + Text.line(finding.sentence());
    return "   " + mark + "  " + head + "\n" + table.in(style);
  }

  private String summary() {
    long blocked = forecasts.stream().mapToLong(Forecast::blocked).sum();
    String more =
        blocked == 0 ? "" : ", " + Text.count(blocked, "flow") + " blocked where they are";
    ExitCode exit = exit();
    return exit == ExitCode.OK
        ? "ok"
        : exit.name().toLowerCase(Locale.ROOT)
            + more
            + (exit == ExitCode.PENDING || exit == ExitCode.BLOCKED
                ? "   next: " + Shell.portage() + " plan"
                : "");
  }
}
