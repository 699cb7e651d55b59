package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.migration.BookReport;
import dev.portage.migration.Finding;
import dev.portage.migration.Forecast;
import dev.portage.migration.Plan;
import dev.portage.migration.ReleaseCheck;
import dev.portage.migration.ReleaseCheck.Judged;
import dev.portage.migration.Verdict;
import dev.portage.shape.Inconsistency;
import dev.portage.shape.Inconsistency.TaskRemoved;
import dev.portage.shape.ReleasedShape;
import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was found of released shapes.
 *
 * @param file the lock
 * @param check what became of it
 * @param mend the command that brings the lock up to date
 * @param options where it is, and what code it was checked with
 */
record CheckedLock(String file, ReleaseCheck check, String mend, String options) {
  /** What it means to the shell; that flows can be migrated is what a release is to find. */
  List<ExitCode> exits() {
    List<ExitCode> codes = new ArrayList<>();
    check.shapes().forEach(judged -> codes.add(exit(judged.forecast().verdict())));
    check.reports().forEach(report -> codes.addAll(CheckAnswer.exits(report)));
    codes.add(check.missing().isEmpty() ? ExitCode.OK : ExitCode.INTEGRITY);
    return codes;
  }

  private static ExitCode exit(Verdict verdict) {
    return CheckAnswer.CODES.getOrDefault(verdict, ExitCode.OK);
  }

  /** A flow and, if it has several shapes, which of them. */
  static String name(String flow, String variant) {
    return Text.line(variant.isEmpty() ? flow : flow + " (" + variant + ")");
  }

  /** What a released shape is called by people: its releases, if it has a label. */
  static String releases(ReleasedShape released) {
    return released.releases().isEmpty()
        ? "no release"
        : Text.line("release " + String.join(", ", released.releases()));
  }

  /** Why flows of a shape cannot go on, on one line. */
  static String why(Forecast forecast) {
    return forecast.verdict() == Verdict.BLOCKED
        ? findings(forecast).stream()
            .filter(Finding::isError)
            .map(finding -> finding.code() + " " + finding.sentence())
            .findFirst()
            .orElse("")
        : forecast.why().lines().findFirst().orElse("");
  }

  private static List<Finding> findings(Forecast forecast) {
    List<Finding> findings = new ArrayList<>(forecast.findings());
    forecast.situations().forEach(position -> findings.addAll(position.findings()));
    return findings;
  }

  ObjectNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("file", file).put("upToDate", check.missing().isEmpty());
    check.missing().forEach(each -> write(each, root.withArray("missing").addObject()));
    ArrayNode released = root.putArray("released");
    for (Judged judged : check.shapes()) {
      Forecast forecast = judged.forecast();
      ObjectNode one = released.addObject();
      write(judged.released(), one);
      forecast.line().shape().stamp().heads().forEach(one.putArray("born")::add);
      one.put("verdict", forecast.verdict().toString()).put("why", why(forecast));
      one.put("moves", forecast.moves());
      DraftHint.of(forecast, options).ifPresent(command -> one.put("next", command));
      left(forecast).forEach(one.putArray("differences")::add);
      findings(forecast).forEach(f -> CheckAnswer.write(f, one.withArray("findings").addObject()));
    }
    for (BookReport report : check.reports()) {
      report.findings().forEach(f -> CheckAnswer.write(f, root.withArray("findings").addObject()));
    }
    return root;
  }

  static void write(ReleasedShape released, ObjectNode node) {
    node.put("type", released.flow()).put("variant", released.variant());
    node.put("fingerprint", released.shape().fingerprint().hex());
    node.put("digest", released.shape().digest());
    released.releases().forEach(node.putArray("releases")::add);
  }

  private static List<String> left(Forecast forecast) {
    return forecast.plan() instanceof Plan.Stuck stuck
        ? stuck.left().stream().map(Inconsistency::describe).toList()
        : List.of();
  }

  String text(Style style) {
    Map<String, List<Judged>> byName = new LinkedHashMap<>();
    for (Judged judged : check.shapes()) {
      ReleasedShape released = judged.released();
      String name = name(released.flow(), released.variant());
      byName.computeIfAbsent(name, key -> new ArrayList<>()).add(judged);
    }
    StringBuilder out = new StringBuilder();
    byName.forEach((name, some) -> out.append(text(name, some, style)));
    for (BookReport report : check.reports()) {
      report.findings().forEach(finding -> out.append(CheckAnswer.text(finding, style)));
    }
    return out.append(state(style)).toString();
  }

  private String state(Style style) {
    String head = style.paint(Tint.BOLD, "lock") + "   " + file + " ";
    if (check.missing().isEmpty()) {
      return head + "up to date\n";
    }
    StringBuilder out = new StringBuilder(head);
    out.append("lacks ")
        .append(Text.count(check.missing().size(), "shape"))
        .append(" of this code");
    out.append("   next: ").append(mend).append('\n');
    for (ReleasedShape each : check.missing()) {
      out.append("   ").append(style.paint(Tint.RED, style.cross())).append("  ");
      out.append(name(each.flow(), each.variant())).append("   ");
      out.append(each.shape().fingerprint()).append('\n');
    }
    return out.toString();
  }

  private String text(String name, List<Judged> some, Style style) {
    StringBuilder out = new StringBuilder(style.paint(Tint.BOLD, name)).append("   ");
    out.append(
        Text.count(some.stream().map(Judged::released).distinct().count(), "released shape"));
    some.stream()
        .map(judged -> judged.forecast().target())
        .filter(target -> target != null)
        .findFirst()
        .ifPresent(target -> out.append(" -> ").append(target.shape().fingerprint()));
    List<Judged> bad =
        some.stream().filter(j -> exit(j.forecast().verdict()) != ExitCode.OK).toList();
    long newer = some.stream().filter(j -> j.forecast().verdict() == Verdict.NEWER).count();
    out.append("   ");
    out.append(
        bad.isEmpty()
            ? newer == 0 ? "all reach it, no ambiguity" : newer + " of newer code, left alone"
            : Text.number(bad.size()) + (bad.size() == 1 ? " does" : " do") + " not reach it");
    out.append('\n');
    bad.forEach(judged -> out.append(text(judged, style)));
    return out.toString();
  }

  private String text(Judged judged, Style style) {
    Forecast forecast = judged.forecast();
    StringBuilder out = new StringBuilder("   ");
    out.append(style.paint(Tint.RED, style.cross()))
        .append("  ")
        .append(releases(judged.released()));
    out.append("   ").append(judged.released().shape().fingerprint()).append("   ");
    out.append(forecast.verdict().name());
    if (forecast.plan() instanceof Plan.Stuck stuck) {
      out.append(" at ").append(Text.line(stuck.at().toString()));
    }
    out.append('\n');
    Table table = new Table("      ", Set.of());
    left(forecast).forEach(difference -> table.row("differs", Text.line(difference)));
    table.row("why", Text.line(why(forecast)));
    table.row("hint", hint(judged));
    DraftHint.of(forecast, options).ifPresent(command -> table.row("next", command));
    findings(forecast).stream()
        .filter(Finding::isError)
        .map(finding -> Shell.portage() + " show " + finding.code())
        .distinct()
        .forEach(command -> table.row("more", command));
    return out.append(table.in(style)).toString();
  }

  private String hint(Judged judged) {
    List<String> remedies =
        findings(judged.forecast()).stream()
            .filter(Finding::isError)
            .flatMap(finding -> finding.remedies().stream())
            .toList();
    String flow = Text.line(judged.released().flow());
    if (judged.forecast().verdict() == Verdict.UNKNOWN) {
      return "put '" + flow + "' back; once no flow of it is left, delete its lines from " + file;
    }
    return remedies.isEmpty()
        ? "let a step of the book of '" + flow + "' say what became of " + whom(judged.forecast())
        : Text.line(remedies.get(0));
  }

  /** What is stored and has no place in the code; if all of it has one, the shape as a whole. */
  private static String whom(Forecast forecast) {
    String removed =
        forecast.plan() instanceof Plan.Stuck stuck
            ? stuck.left().stream()
                .filter(TaskRemoved.class::isInstance)
                .map(Inconsistency::atom)
                .collect(Collectors.joining(", "))
            : "";
    return removed.isEmpty() ? "these flows" : Text.line(removed);
  }
}
