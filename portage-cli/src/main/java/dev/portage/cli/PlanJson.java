package dev.portage.cli;

import dev.portage.migration.Forecast;
import dev.portage.migration.Forecast.Position;
import dev.portage.migration.Move;
import dev.portage.migration.Operation;
import dev.portage.migration.Plan;
import dev.portage.store.FlowId;
import dev.portage.store.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A plan as a JSON document. */
record PlanJson(PlanAnswer answer) {
  ObjectNode document() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/plan/1").put("store", answer.store());
    root.put("exit", answer.exit().code());
    root.put("migratable", answer.migratable()).put("blocked", answer.blocked());
    ArrayNode plans = root.putArray("plans");
    answer.forecasts().forEach(forecast -> plan(plans.addObject(), forecast));
    root.set("unreadable", answer.unreadable().json());
    return root;
  }

  private static void plan(ObjectNode node, Forecast forecast) {
    node.put("type", forecast.line().flow())
        .put("variant", forecast.line().variant())
        .put("from", forecast.line().shape().fingerprint().hex())
        .put("to", forecast.target() == null ? null : forecast.target().shape().fingerprint().hex())
        .put("flows", forecast.line().unfinished())
        .put("verdict", forecast.verdict().toString())
        .put("why", forecast.why());
    ArrayNode moves = node.putArray("moves");
    if (forecast.plan() instanceof Plan.Ready ready) {
      ready.moves().forEach(move -> move(moves.addObject(), move));
      List<Operation> oneWay = ready.oneWay();
      node.put("undo", oneWay.isEmpty() ? "restore+lens" : "restore");
      operations(node.putArray("oneWay"), oneWay);
    }
    ArrayNode left = node.putArray("left");
    if (forecast.plan() instanceof Plan.Stuck stuck) {
      stuck.left().forEach(one -> left.add(one.describe()));
    }
    ArrayNode states = node.putArray("states");
    forecast.situations().forEach(position -> state(states.addObject(), position));
    ArrayNode findings = node.putArray("findings");
    FindingCount.of(forecast).forEach(count -> finding(findings.addObject(), count));
  }

  private static void move(ObjectNode node, Move move) {
    node.put("by", move.by().name()).put("because", move.by().because());
    node.put("before", move.before().hex()).put("after", move.after().hex());
    operations(node.putArray("operations"), move.operations());
  }

  /** Operations in order. */
  static void operations(ArrayNode list, List<Operation> operations) {
    operations.forEach(
        one -> list.addObject().put("operation", one.word()).put("text", one.describe()));
  }

  private static void state(ObjectNode node, Position position) {
    node.put("flows", position.count().flows())
        .put("verdict", position.isBlocked() ? "blocked" : "clean")
        .put("state", position.count().situation().state().name());
    samples(node, position.count().samples());
    ArrayNode codes = node.putArray("findings");
    position.findings().forEach(finding -> codes.add(finding.code().name()));
  }

  private static void finding(ObjectNode node, FindingCount count) {
    node.put("code", count.finding().code().name())
        .put("severity", count.finding().severity().toString())
        .put("atom", count.finding().atom())
        .put("sentence", count.finding().sentence())
        .put("by", count.finding().by())
        .put("advice", count.finding().advice())
        .put("flows", count.flows());
    ArrayNode remedies = node.putArray("remedies");
    count.finding().remedies().forEach(remedies::add);
    samples(node, count.samples());
  }

  private static void samples(ObjectNode node, List<FlowId> samples) {
    ArrayNode list = node.putArray("samples");
    samples.forEach(id -> list.add(id.text()));
  }
}
