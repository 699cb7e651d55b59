package dev.portage.cli;

import dev.portage.model.AtomName;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.JournalEntry;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import dev.portage.store.RecordJson;
import dev.portage.store.ShapeRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares what is stored of one flow with itself. */
final class FlowVerifier {
  private final FlowRecord flow;
  private final List<JournalEntry> journal;
  private final Map<String, Shape> shapes;
  private final List<String> problems = new ArrayList<>();

  private FlowVerifier(FlowRecord flow, List<JournalEntry> journal, Map<String, Shape> shapes) {
    this.flow = flow;
    this.journal = journal;
    this.shapes = shapes;
  }

  /**
   * What does not fit, each in a sentence; empty if all does.
   *
   * @param shapes every stored shape by its digest
   */
  static List<String> problems(
      FlowRecord flow, List<JournalEntry> journal, Map<String, Shape> shapes) {
    FlowVerifier verifier = new FlowVerifier(flow, journal, shapes);
    verifier.header();
    flow.touched().values().forEach(verifier::row);
    verifier.chain();
    return verifier.problems;
  }

  private void header() {
    FlowHeader header = flow.header();
    is("its fingerprint", header.shape().fingerprint(), flow.shape().fingerprint());
    is("the digest of its shape", header.shape().digest(), flow.shape().digest());
    readable("its inputs", header.inputs());
    readable("its meta", header.meta());
  }

  private void is(String what, Object found, Object expected) {
    if (!found.equals(expected)) {
      problems.add(what + " is " + found + ", expected " + expected);
    }
  }

  private void readable(String what, @Nullable Payload value) {
    if (value != null) {
      try {
        value.tree();
      } catch (PayloadException e) {
        problems.add(what + " cannot be read: " + e.getMessage());
      }
    }
  }

  private void row(AtomRecord row) {
    AtomName name = row.name();
    ShapeAtom atom = flow.shape().atoms().get(name.template());
    if (atom == null) {
      problems.add("a row is of '" + name + "', which its shape does not have");
      return;
    }
    is("the kind of '" + name + "'", row.kind(), atom.kind());
    if (!name.key().isEmpty() && !atom.isFanOut()) {
      problems.add("a row is of '" + name + "', and its shape has no list of them");
    }
    readable("the history of '" + name + "'", row.history());
    readable("what reverting '" + name + "' returned", row.reversal().output());
    Output output = row.execution().output();
    if (output != null && !output.slots().isEmpty()) {
      output(name, output);
    }
  }

  private void output(AtomName name, Output output) {
    try {
      Set<String> stored = new HashSet<>(output.bySlot().propertyNames());
      if (!stored.equals(output.slots())) {
        problems.add(
            "the output of '"
                + name
                + "' has the slots "
                + stored
                + ", noted are "
                + output.slots());
      }
    } catch (PayloadException e) {
      problems.add("the output of '" + name + "' cannot be read: " + e.getMessage());
    }
  }

  /** From one entry to the next, and from the last one to the flow. */
  private void chain() {
    JournalEntry before = null;
    Set<Long> revisions = new HashSet<>();
    for (JournalEntry entry : journal) {
      String where = "the journal of revision " + entry.revision();
      if (before != null) {
        is(
            where + " begins at a fingerprint that",
            entry.from(),
            before.to(),
            "the one before left");
      }
      if (entry.isUndo() && !revisions.contains(entry.made().undoes())) {
        problems.add(
            where + " takes back revision " + entry.made().undoes() + ", which is not there");
      }
      revisions.add(entry.revision());
      stored(where, entry.from());
      stored(where, entry.to());
      preImage(where, entry);
      before = entry;
    }
    if (before != null) {
      if (before.revision() > flow.header().revision()) {
        problems.add(
            "its journal goes on to revision "
                + before.revision()
                + ", the flow is at "
                + flow.header().revision());
      }
      is("the flow has a fingerprint that", flow.header().shape(), before.to(), "its journal left");
    }
  }

  /** Relations and stamps move without an entry where no task is touched; fingerprints do not. */
  private void is(String what, ShapeRef found, ShapeRef expected, String why) {
    if (!found.fingerprint().equals(expected.fingerprint())) {
      problems.add(what + " is " + found.fingerprint() + ", " + why + " " + expected.fingerprint());
    }
  }

  private void stored(String where, ShapeRef reference) {
    Shape shape = shapes.get(reference.digest());
    if (shape == null) {
      problems.add(where + " names shape " + reference.digest() + ", which is not stored");
    } else {
      is(where + ": the fingerprint", reference.fingerprint(), shape.fingerprint());
    }
  }

  private void preImage(String where, JournalEntry entry) {
    Shape shape = shapes.get(entry.from().digest());
    if (shape == null) {
      return;
    }
    try {
      FlowHeader then = RecordJson.read(entry.before().tree(), shape).header();
      is(where + ": the flow of its pre-image", then.id(), flow.id());
      is(where + ": the revision of its pre-image", then.revision(), entry.revision() - 1);
      is(where + ": the stamp of its pre-image", then.shape().stamp(), entry.from().stamp());
    } catch (PayloadException e) {
      problems.add(where + ": its pre-image cannot be read: " + e.getMessage());
    }
  }
}
