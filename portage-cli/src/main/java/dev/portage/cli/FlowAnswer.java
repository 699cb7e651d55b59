package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.cli.Table.Cell;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.shape.Fingerprint;
import dev.portage.store.AtomRecord;
import dev.portage.store.FanOutKeys;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.Json;
import dev.portage.store.Lease;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import dev.portage.store.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One flow with all of its atoms.
 *
 * @param stored the flow
 * @param values how its values are read
 * @param detail whether stack traces are shown to people too
 * @param now when it was looked at
 */
record FlowAnswer(Stored stored, Values values, Detail detail, Instant now) implements Answer {
  /**
   * What is stored.
   *
   * @param store where
   * @param flow the flow
   * @param original the flow in the words of a database of others; null for Portage's own
   * @param refusal why it was not activated; null if nobody was refused since it was last taken up
   */
  record Stored(
      String store, FlowRecord flow, @Nullable JsonNode original, @Nullable Refusal refusal) {}

  private FlowRecord flow() {
    return stored.flow();
  }

  /** How much people want to see. */
  enum Detail {
    USUAL,
    STACKS
  }

  @Override
  public ExitCode exit() {
    json();
    return values.problems().isEmpty() ? ExitCode.OK : ExitCode.INTEGRITY;
  }

  @Override
  public JsonNode json() {
    return new FlowJson(stored, values).document();
  }

  @Override
  public String text(Style style) {
    FlowHeader header = flow().header();
    StringBuilder out = new StringBuilder();
    out.append(style.paint(Tint.BOLD, Text.line(header.flow())))
        .append("  ")
        .append(Text.line(flow().id().text()))
        .append('\n');
    Table facts = new Table("  ", Set.of());
    facts.row("state", header.state() + " (" + finished(header) + "), " + driver(header.lease()));
    facts.row("shape", header.shape().fingerprint() + stamp(header) + variant(header));
    facts.row(
        "written",
        "revision "
            + Text.number(header.revision())
            + ", submitted "
            + Text.time(header.times().began())
            + ", changed "
            + Text.time(header.times().changed()));
    facts.row("inputs", value("inputs", header.inputs()));
    if (!header.meta().equals(Payload.EMPTY)) {
      facts.row("meta", value("meta", header.meta()));
    }
    if (stored.refusal() != null) {
      refusal(stored.refusal(), facts);
    }
    out.append(facts.in(style)).append('\n').append(atoms(style));
    StoredAtoms.of(flow()).forEach(atom -> out.append(details(atom, style)));
    return out.toString();
  }

  private void refusal(Refusal refusal, Table facts) {
    facts.row(
        "refused",
        Text.time(refusal.at())
            + " to "
            + Text.orDash(refusal.actor())
            + (refusal.build().isEmpty()
                ? ""
                : ", whose code has " + new Fingerprint(refusal.build()).brief())
            + (refusal.codes().isEmpty() ? "" : ": " + String.join(", ", refusal.codes())));
    if (values.areShown()) {
      refusal.sentence().lines().forEach(line -> facts.row("", Text.line(line)));
    }
  }

  private static String finished(FlowHeader header) {
    return header.state().isFinished() ? "finished" : "unfinished";
  }

  private String driver(Lease lease) {
    return lease.isLiveAt(now)
        ? "driven by " + Text.orDash(lease.owner()) + " until " + Text.time(lease.until())
        : "no live lease";
  }

  private static String stamp(FlowHeader header) {
    Set<String> heads = header.shape().stamp().heads();
    return heads.isEmpty() ? "" : ", has been through " + Text.line(String.join(", ", heads));
  }

  private static String variant(FlowHeader header) {
    String variant = header.key().variant();
    return variant.isEmpty() ? "" : ", variant " + Text.line(variant);
  }

  private String value(String what, Payload payload) {
    return values.areShown()
        ? Text.line(new String(Json.write(values.tree(what, payload)), StandardCharsets.UTF_8))
        : Text.count(payload.size(), "byte") + ", hidden";
  }

  private String atoms(Style style) {
    Table table = new Table("  ", Set.of());
    table.row("ATOM", "KIND", "STATE", "INTENTION", "VERSION", "SLOTS", "");
    for (StoredAtoms.StoredAtom atom : StoredAtoms.of(flow())) {
      AtomRecord row = atom.row();
      Output output = row.execution().output();
      table.row(
          Cell.of(Text.line(row.name().toString())),
          Cell.of(row.kind().name().toLowerCase(Locale.ROOT)),
          new Cell(row.state().name(), tint(row.state())),
          Cell.of(row.intention().name()),
          Cell.of(Text.orDash(atom.version())),
          Cell.of(output == null ? "-" : Text.orDash(String.join(", ", output.slots()))),
          Cell.of(atom.isHead() ? items(row) : remark(row)));
    }
    return table.in(style);
  }

  private static Tint tint(AtomState state) {
    return switch (state) {
      case SUCCESS -> Tint.GREEN;
      case FAILURE, REVERT_FAILURE -> Tint.RED;
      case RUNNING, REVERTING, RETRYING -> Tint.YELLOW;
      default -> Tint.NONE;
    };
  }

  /** How many atoms a fan-out has. */
  private static String items(AtomRecord head) {
    try {
      List<String> keys = FanOutKeys.of(head).keys();
      return keys == null ? "a list, not known yet" : "a list of " + keys.size();
    } catch (PayloadException e) {
      return "a list, unreadable";
    }
  }

  private String remark(AtomRecord row) {
    if (!row.state().isInDoubt()) {
      return "";
    }
    return flow().header().lease().isLiveAt(now) ? "at work" : "in doubt";
  }

  private String details(StoredAtoms.StoredAtom atom, Style style) {
    AtomRecord row = atom.row();
    Table table = new Table("    ", Set.of());
    Output output = row.execution().output();
    if (output != null) {
      table.row("output" + by(atom), value("output of " + row.name(), output.value()));
    }
    failure("failure", row.execution().failure(), table);
    if (row.history() != null) {
      history(row, row.history(), table);
    }
    if (row.reversal().output() != null) {
      table.row("revert output", value("revert output of " + row.name(), row.reversal().output()));
    }
    failure("revert failure", row.reversal().failure(), table);
    if (!atom.isHead() && row.meta() != null && !row.meta().equals(Payload.EMPTY)) {
      table.row("meta", value("meta of " + row.name(), row.meta()));
    }
    String key = row.execution().idempotencyKey();
    if (row.state().isInDoubt() && key != null) {
      table.row("key", Text.line(key) + ", attempt " + row.execution().attempts());
    }
    String text = table.in(style);
    return text.isEmpty() ? "" : "\n  " + Text.line(row.name().toString()) + "\n" + text;
  }

  private void history(AtomRecord row, Payload history, Table table) {
    JsonNode attempts = values.tree("history of " + row.name(), history);
    if (!values.areShown() || detail == Detail.STACKS || !attempts.isArray()) {
      table.row("history", value("history of " + row.name(), history));
      return;
    }
    int number = 0;
    for (JsonNode attempt : attempts) {
      Collection<String> failed = attempt.path("failures").propertyNames();
      table.row(
          "attempt " + ++number,
          Text.line(
              attempt.path("value")
                  + (failed.isEmpty() ? "" : ", failed: " + String.join(", ", failed))));
    }
  }

  private static String by(StoredAtoms.StoredAtom atom) {
    String by = atom.row().execution().version();
    return by == null || by.equals(atom.version()) ? "" : " of " + Text.line(by);
  }

  private void failure(String word, @Nullable Failure failure, Table table) {
    if (failure == null) {
      return;
    }
    String label = word;
    for (Failure one = failure; one != null; one = one.causes().stream().findFirst().orElse(null)) {
      table.row(label, Text.line(values.areShown() ? one.summary() : one.type()));
      label = "  caused by";
    }
    if (detail == Detail.STACKS && values.areShown()) {
      failure.stack().lines().forEach(line -> table.row("", Text.line(line.strip())));
    }
  }
}
