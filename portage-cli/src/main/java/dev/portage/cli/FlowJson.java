package dev.portage.cli;

import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.Json;
import dev.portage.store.Lease;
import dev.portage.store.Output;
import dev.portage.store.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** One flow as a JSON document. */
record FlowJson(FlowAnswer.Stored stored, Values values) {
  JsonNode document() {
    FlowRecord flow = stored.flow();
    FlowHeader header = flow.header();
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/flow-view/1").put("store", stored.store());
    root.put("id", flow.id().text())
        .put("type", header.flow())
        .put("variant", header.key().variant())
        .put("state", header.state().name())
        .put("finished", header.state().isFinished())
        .put("fingerprint", header.shape().fingerprint().hex())
        .put("digest", header.shape().digest());
    list(root, "stamp", header.shape().stamp().heads());
    root.put("revision", header.revision());
    lease(root.putObject("lease"), header.lease());
    Values.times(root, header.times());
    root.set("inputs", values.tree("inputs", header.inputs()));
    root.set("meta", values.tree("meta", header.meta()));
    ArrayNode atoms = root.putArray("atoms");
    StoredAtoms.of(flow).forEach(atom -> atom(atoms.addObject(), atom));
    root.set("refusal", refusal(stored.refusal()));
    JsonNode original = stored.original();
    if (original != null && values.areShown()) {
      root.set("original", original);
    }
    list(root, "problems", values.problems());
    return root;
  }

  private JsonNode refusal(@Nullable Refusal refusal) {
    if (refusal == null) {
      return NullNode.getInstance();
    }
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("at", Values.time(refusal.at()))
        .put("actor", refusal.actor())
        .put("build", refusal.build())
        .put("revision", refusal.revision());
    list(node, "codes", refusal.codes());
    return node.put("sentence", values.areShown() ? refusal.sentence() : null);
  }

  private static void lease(ObjectNode node, Lease lease) {
    node.put("owner", lease.owner())
        .put("until", Values.time(lease.until()))
        .put("token", lease.token());
  }

  private void atom(ObjectNode node, StoredAtoms.StoredAtom atom) {
    AtomRecord row = atom.row();
    Execution execution = row.execution();
    String name = row.name().toString();
    node.put("name", name)
        .put("kind", row.kind().name().toLowerCase(Locale.ROOT))
        .put("state", row.state().name())
        .put("intention", row.intention().name())
        .put("version", atom.version());
    ShapeAtom shape = atom.shape();
    list(node, "requires", shape == null ? List.of() : shape.requires());
    list(node, "optional", shape == null ? List.of() : shape.optional());
    list(node, "provides", shape == null ? List.of() : shape.provides());
    node.put("each", shape == null ? null : shape.traits().each());
    node.put("attempts", execution.attempts())
        .put("idempotencyKey", execution.idempotencyKey())
        .put("producedBy", execution.version());
    Output output = execution.output();
    node.put("hasOutput", output != null);
    list(node, "slots", output == null ? List.of() : output.slots());
    node.set("output", values.tree("output of " + name, output == null ? null : output.value()));
    node.set("failure", values.failure(execution.failure()));
    node.set("history", values.tree("history of " + name, row.history()));
    node.set("revertOutput", values.tree("revert output of " + name, row.reversal().output()));
    node.set("revertFailure", values.failure(row.reversal().failure()));
    node.set("meta", values.tree("meta of " + name, row.meta()));
    Values.times(node, execution.times());
  }

  private static void list(ObjectNode node, String member, Collection<String> texts) {
    texts.forEach(node.putArray(member)::add);
  }
}
