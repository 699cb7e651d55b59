package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.migration.MigrationBook;
import dev.portage.migration.Migrations;
import dev.portage.migration.Operation;
import dev.portage.migration.PlanDocument;
import dev.portage.migration.Step;
import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The steps of one id; each flow has ids of its own. */
record StepAnswer(List<Found> steps) implements Answer {
  /** A step of the book of one flow. */
  record Found(String flow, Step step) {}

  static Optional<StepAnswer> of(String id, Migrations migrations) {
    List<Found> found = new ArrayList<>();
    for (String flow : migrations.flows().stream().sorted().toList()) {
      MigrationBook book = migrations.book(flow);
      Step step = book == null ? null : book.step(id);
      if (step != null) {
        found.add(new Found(flow, step));
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(new StepAnswer(found));
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/step/1");
    ArrayNode list = root.putArray("steps");
    for (Found found : steps) {
      ObjectNode node = list.addObject();
      node.put("type", found.flow())
          .put("id", found.step().id())
          .put("because", found.step().because());
      found.step().after().forEach(node.putArray("after")::add);
      PlanDocument.operations(node.putArray("operations"), found.step().operations());
      ObjectNode allowed = node.putObject("allows");
      found.step().allowed().forEach((code, why) -> allowed.put(code.name(), why));
    }
    return root;
  }

  @Override
  public String text(Style style) {
    StringBuilder out = new StringBuilder();
    for (Found found : steps) {
      Step step = found.step();
      out.append("step ").append(style.paint(Tint.BOLD, Text.line(step.id())));
      out.append(" of ").append(Text.line(found.flow()));
      out.append(step.because().isEmpty() ? "" : "   " + Text.line(step.because())).append('\n');
      if (!step.after().isEmpty()) {
        out.append("  after   ").append(Text.line(String.join(", ", step.after()))).append('\n');
      }
      for (Operation operation : step.operations()) {
        out.append("  ").append(PlanText.operation(operation, style)).append('\n');
      }
      step.allowed()
          .forEach((code, why) -> out.append("  allows  " + code + ": " + Text.line(why) + "\n"));
    }
    return out.toString();
  }
}
