package dev.portage.testkit;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.model.Pattern;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeGroup;
import dev.portage.shape.ShapeNode;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.Reversal;
import dev.portage.store.RunId;
import dev.portage.store.ShapeRef;
import dev.portage.store.Stamp;
import dev.portage.store.Times;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Flows, rows and writes for tests of stores. */
public final class StoreSamples {
  /** Names that have broken other people's programs. */
  public static final List<String> HOSTILE =
      List.of(
          "'; DROP TABLE portage_flow; --",
          "say \"hi\"",
          "back\\slash",
          "100%_of*them?",
          "a,b|c;d:e",
          "{\"json\": [1]}",
          ":name ?1 $1 <x>",
          "Grüße aus Köln",
          "\uFF21 before \uD83D\uDE80 in UTF-8",
          "\uD83D\uDE80",
          "iİıI",
          " spaces around ",
          "\u0634\u062D\u0646 \u05DE\u05E9\u05DC\u05D5\u05D7 \u202Eback\u202C",
          "\u20AC".repeat(255),
          "\uD83D\uDE80".repeat(127),
          "x".repeat(255));

  private StoreSamples() {}

  /** A linear shape of tasks {@code name@1.0}. */
  public static Shape shape(String flow, String... tasks) {
    List<ShapeNode> atoms =
        Stream.of(tasks).<ShapeNode>map(task -> ShapeAtom.of(AtomKind.TASK, task, "1.0")).toList();
    return Shape.of(new ShapeGroup(flow, Pattern.LINEAR, atoms, List.of()));
  }

  /** JSON text as it stands. */
  public static Payload json(String text) {
    return new Payload(Payload.JSON, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Every byte there is, under a codec that nobody knows. */
  public static Payload unknownCodec() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return new Payload("vendor/7-ü", bytes);
  }

  /** Makes a PENDING flow "order" with no rows, of the shape a, b. */
  public static FlowWrite creation(String id) {
    return creation(id, "order", shape("order", "a", "b"));
  }

  /** Makes a PENDING flow with no rows. */
  public static FlowWrite creation(String id, String flow, Shape shape) {
    return new FlowWrite(
        new FlowHeader.Key(FlowId.of(id), flow, ""),
        FlowWrite.Expected.ABSENT,
        new FlowWrite.Head(FlowState.PENDING, json("{\"n\": 1}"), null, shape, null),
        List.of(),
        List.of(),
        LeaseChange.keep(),
        null);
  }

  /** Moves a flow to a state and writes rows. */
  public static FlowWrite change(FlowHeader from, FlowState to, AtomRecord... put) {
    return new FlowWrite(
        from.key(),
        FlowWrite.Expected.of(from),
        FlowWrite.Head.of(to),
        List.of(put),
        List.of(),
        LeaseChange.keep(),
        null);
  }

  /** A copy that does something else to the lease. */
  public static FlowWrite with(FlowWrite write, LeaseChange lease) {
    return new FlowWrite(
        write.key(),
        write.expected(),
        write.head(),
        write.put(),
        write.delete(),
        lease,
        write.journal());
  }

  /** A copy of other expectations. */
  public static FlowWrite expecting(FlowWrite write, long revision, long token) {
    return new FlowWrite(
        write.key(),
        new FlowWrite.Expected(revision, token),
        write.head(),
        write.put(),
        write.delete(),
        write.lease(),
        write.journal());
  }

  /** A claim by that owner, for a minute. */
  public static LeaseChange.Claim claim(String owner, Instant now) {
    return new LeaseChange.Claim(owner, now, now.plusSeconds(60));
  }

  /** A task in some state, without anything else. */
  public static AtomRecord row(String name, AtomState state) {
    return AtomRecord.untouched(AtomName.of(name), AtomKind.TASK).in(state);
  }

  /** A task that has stored this object under these slots. */
  public static AtomRecord done(String name, String json, String... slots) {
    Execution execution =
        new Execution(
            "1.0", Output.of(List.of(slots), json(json)), null, 1, name + "-1", Times.UNKNOWN);
    return row(name, AtomState.SUCCESS).with(execution);
  }

  /** A task of which every field is set, to something awkward. */
  public static AtomRecord everyField(AtomName name) {
    Failure nested =
        new Failure(
            "java.io.IOException", "", "", List.of(), Instant.parse("1969-12-31T23:59:59Z"));
    Failure cause = new Failure("Cause", "a\u0000b \uD800 half", "  at x\n", List.of(nested), null);
    Failure failure =
        new Failure("Boom", "Grüße 'q' \"d\"\n\t", "  at y\n", List.of(cause, nested), precise());
    Execution execution =
        new Execution(
            "2.7",
            Output.of(List.of("z", "a,b", "q\"uo\\te", "\uD83D\uDE80"), unknownCodec()),
            failure,
            Integer.MAX_VALUE,
            "key/'\"\\ü",
            new Times(precise(), null));
    return new AtomRecord(
        name,
        AtomKind.TASK,
        AtomState.REVERT_FAILURE,
        Intention.REVERT,
        execution,
        new Reversal(json("null"), nested),
        null,
        unknownCodec());
  }

  /** A retry with a history of that many attempts. */
  public static AtomRecord retry(String name, int attempts) {
    String entry = "{\"value\":1.10,\"failures\":{}}";
    String history = String.join(",", Collections.nCopies(attempts, entry));
    return new AtomRecord(
        AtomName.of(name),
        AtomKind.RETRY,
        AtomState.RETRYING,
        Intention.RETRY,
        Execution.NONE,
        Reversal.NONE,
        json("[" + history + "]"),
        null);
  }

  /** A moment that needs all nine digits. */
  public static Instant precise() {
    return Instant.parse("2026-02-28T23:59:59.000000001Z");
  }

  /** An entry with the digest of the step that it names, beside a rule, which has none. */
  public static JournalEntry entry(FlowHeader header, String digest) {
    JournalEntry whole = entry(header);
    String moves =
        "{\"moves\":[{\"by\":\"step drop-\u00e4\",\"digest\":\""
            + digest
            + "\"},{\"by\":\"rule 1\"}]}";
    return new JournalEntry(
        whole.flow(),
        whole.revision(),
        whole.made(),
        whole.from(),
        whole.to(),
        whole.steps(),
        json(moves),
        whole.before());
  }

  /** An entry for the next revision of a flow, of which every field is set. */
  public static JournalEntry entry(FlowHeader header) {
    return entry(header, new RunId("01RVN7T3Z8KQ"), 1);
  }

  /** The same of another run; {@code undoes} as in {@link JournalEntry.Made}. */
  public static JournalEntry entry(FlowHeader header, RunId run, long undoes) {
    return new JournalEntry(
        header.id(),
        header.revision() + 1,
        new JournalEntry.Made(precise(), "portage migrate, änn@höst", run, undoes),
        header.shape(),
        ShapeRef.of(shape("order", "b"), Stamp.of(List.of("drop-a"))),
        List.of("drop-a", "rule 'x, \"y\"'"),
        json("[ { \"drop\" : \"a\" } ]"),
        unknownCodec());
  }

  /** A write that does nothing but journal. */
  public static FlowWrite journalling(FlowHeader header, JournalEntry entry) {
    return new FlowWrite(
        header.key(),
        FlowWrite.Expected.of(header),
        FlowWrite.Head.of(header.state()),
        List.of(),
        List.of(),
        LeaseChange.keep(),
        entry);
  }
}
