package dev.portage.migration;

import dev.portage.migration.Forecast.Position;
import dev.portage.shape.Shape;
import dev.portage.store.FlowId;
import dev.portage.store.Situation;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What would become of the flows of one shape, as it stands in a plan document. */
final class PlanJson {
  private final ObjectNode node;

  PlanJson(ObjectNode node) {
    this.node = node;
  }

  void write(Forecast forecast) {
    Shape target = forecast.target() == null ? null : forecast.target().shape();
    node.put(PlanDocument.TYPE, forecast.line().flow())
        .put(PlanDocument.VARIANT, forecast.line().variant())
        .put(PlanDocument.FROM, forecast.line().shape().fingerprint().hex())
        .put(PlanDocument.FROM_DIGEST, forecast.line().shape().digest());
    texts(PlanDocument.STAMP, forecast.line().shape().stamp().heads());
    node.put(PlanDocument.TO, target == null ? null : target.fingerprint().hex())
        .put(PlanDocument.TO_DIGEST, target == null ? null : target.digest())
        .put(PlanDocument.FLOWS, forecast.line().unfinished())
        .put(PlanDocument.VERDICT, forecast.verdict().toString())
        .put("why", forecast.why());
    ArrayNode moves = node.putArray(PlanDocument.MOVES);
    List<Operation> oneWay = List.of();
    if (forecast.plan() instanceof Plan.Ready ready) {
      ready.moves().forEach(move -> move(moves.addObject(), move));
      oneWay = ready.oneWay();
    }
    node.put("undo", moves.isEmpty() ? "" : oneWay.isEmpty() ? "restore+lens" : "restore");
    operations(node.putArray("oneWay"), oneWay);
    ArrayNode left = node.putArray(PlanDocument.LEFT);
    if (forecast.plan() instanceof Plan.Stuck stuck) {
      stuck.left().forEach(one -> left.add(one.describe()));
    }
    ArrayNode states = node.putArray("states");
    forecast.situations().forEach(position -> state(states.addObject(), position));
    ArrayNode findings = node.putArray("findings");
    FindingCount.of(forecast).forEach(count -> finding(findings.addObject(), count));
  }

  private void texts(String field, Collection<String> texts) {
    texts.forEach(node.putArray(field)::add);
  }

  private static void move(ObjectNode node, Move move) {
    node.put("by", move.by().name())
        .put("because", move.by().because())
        .put("digest", digest(move));
    ObjectNode allowed = node.putObject("allowed");
    move.by().allowed().forEach((code, why) -> allowed.put(code.name(), why));
    node.put("before", move.before().hex()).put("after", move.after().hex());
    operations(node.putArray("operations"), move.operations());
  }

  /**
   * What the rules of a book answer can change as steps can; the built-in ones are what they are.
   */
  private static String digest(Move move) {
    boolean isStep = move.by().isStep();
    return isStep || BuiltInRules.has(move.by().name())
        ? move.by().digest()
        : StepDigest.of(move.operations());
  }

  static void operations(ArrayNode list, List<Operation> operations) {
    operations.forEach(
        one -> list.addObject().put("operation", one.word()).put("text", one.describe()));
  }

  private static void state(ObjectNode node, Position position) {
    Situation situation = position.count().situation();
    node.put(PlanDocument.FLOWS, position.count().flows())
        .put(PlanDocument.VERDICT, position.isBlocked() ? "blocked" : "clean")
        .put("state", situation.state().name());
    ObjectNode atoms = node.putObject("atoms");
    situation.atoms().forEach((name, at) -> atoms.put(name.toString(), at.state().name()));
    samples(node, position.count().samples());
    ArrayNode codes = node.putArray("findings");
    position.findings().forEach(finding -> codes.add(finding.code().name()));
  }

  private static void finding(ObjectNode node, FindingCount count) {
    Finding finding = count.finding();
    node.put("code", finding.code().name())
        .put("severity", finding.severity().toString())
        .put("atom", finding.atom())
        .put("sentence", finding.sentence())
        .put("by", finding.by())
        .put("advice", finding.advice())
        .put(PlanDocument.FLOWS, count.flows());
    finding.remedies().forEach(node.putArray("remedies")::add);
    samples(node, count.samples());
  }

  private static void samples(ObjectNode node, List<FlowId> samples) {
    ArrayNode list = node.putArray("samples");
    samples.forEach(id -> list.add(id.text()));
  }
}
