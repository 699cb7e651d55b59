package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.migration.UndoOutcome.Grade;
import dev.portage.shape.Shape;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.JournalEntry;
import dev.portage.store.PayloadException;
import dev.portage.store.RecordJson;
import dev.portage.store.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the way back of flows, one at a time, by their journals. Reads only; thread-safe. */
final class Retreats {
  private static final String STEP = "step ";

  private final FlowReader reader;
  private final Migrations migrations;

  Retreats(FlowReader reader, Migrations migrations) {
    this.reader = reader;
    this.migrations = migrations;
  }

  /**
   * The way back of a flow.
   *
   * @param run only what was migrated under this run is taken back; null for whatever was last
   * @throws CorruptRecordException if the journal cannot be read
   * @throws MapFailedException if a map of the user's threw
   */
  Retreat of(FlowRecord now, @Nullable RunId run) {
    Standing standing = new Standing(reader.journal(now.id()));
    JournalEntry last = standing.last();
    if (last == null) {
      return closed(
          standing.isRestarted()
              ? "it was restarted since it was migrated"
              : "no migration of it stands in the journal");
    }
    if (run != null && !run.equals(last.made().run())) {
      return closed(otherRun(standing, last, run));
    }
    if (now.header().state().isFinished()) {
      return closed("it has finished since: " + now.header().state());
    }
    Optional<Shape> shape = reader.shape(last.from().digest());
    if (shape.isEmpty()) {
      return closed("the shape that it had, " + last.from().fingerprint() + ", is not stored");
    }
    FlowRecord then = preImage(last, shape.get());
    return standing.isJust(now.header().revision(), last)
        ? restored(now, last, then)
        : afterProgress(now, last, then);
  }

  private static Retreat restored(FlowRecord now, JournalEntry last, FlowRecord then) {
    Rewritten rewritten = Rewritten.unchanged(then, List.of());
    return new Retreat.Open(Grade.RESTORE, now, last, then, List.of(), rewritten);
  }

  private static Retreat closed(String reason) {
    return new Retreat.Closed(List.of(reason));
  }

  private static String otherRun(Standing standing, JournalEntry last, RunId run) {
    return standing.has(run)
        ? "it was migrated again since, under run " + last.made().run() + "; undo that first"
        : "nothing of run " + run + " stands in its journal";
  }

  private static FlowRecord preImage(JournalEntry entry, Shape shape) {
    try {
      return RecordJson.read(entry.before().tree(), shape);
    } catch (PayloadException e) {
      throw corrupt(entry, "the pre-image", e);
    }
  }

  private static CorruptRecordException corrupt(
      JournalEntry entry, String what, PayloadException why) {
    return new CorruptRecordException(
        entry.flow().text(),
        what + " in the journal of revision " + entry.revision(),
        String.valueOf(why.getMessage()),
        why);
  }

  private Retreat afterProgress(FlowRecord now, JournalEntry last, FlowRecord then) {
    if (!now.header().shape().fingerprint().equals(last.to().fingerprint())) {
      return closed("it has another shape since: " + now.header().shape().fingerprint());
    }
    List<Move> made = new ArrayList<>();
    String trouble = moves(now, last, then, made);
    if (!trouble.isEmpty()) {
      return closed(trouble);
    }
    if (RecordRewriter.rewrite(then, bare(now), made, Values.REAL).rows().equals(now.touched())) {
      return restored(now, last, then); // it was resumed, and no atom has moved since
    }
    return byLens(now, last, then, made);
  }

  private static Target bare(FlowRecord record) {
    return Target.ofShape(record.header().key().variant(), record.shape());
  }

  private static Retreat byLens(
      FlowRecord now, JournalEntry last, FlowRecord then, List<Move> made) {
    List<Move> back = Replay.wayBack(then, now.shape(), made);
    Target target = bare(then);
    Rewritten rewritten = RecordRewriter.rewrite(submitted(now, then), target, back, Values.REAL);
    if (rewritten.isBlocked()) {
      return new Retreat.Closed(
          rewritten.findings().stream().filter(Finding::isError).map(Retreats::reason).toList());
    }
    return new Retreat.Open(Grade.LENS, now, last, then, back, rewritten);
  }

  private static String reason(Finding finding) {
    return finding.code() + " " + finding.sentence();
  }

  /** The flow with the inputs that it had: what goes on under the old shape reads those. */
  private static FlowRecord submitted(FlowRecord now, FlowRecord then) {
    FlowHeader header = now.header();
    return new FlowRecord(
        new FlowHeader(
            header.key(),
            then.header().inputs(),
            then.header().meta(),
            header.state(),
            header.shape(),
            header.revision(),
            header.lease(),
            header.times()),
        now.shape(),
        now.touched());
  }

  /** Finds what the migration did in today's book; says why if it is not there. */
  private String moves(FlowRecord now, JournalEntry last, FlowRecord then, List<Move> found) {
    MigrationBook book = migrations.book(now.header().flow());
    if (book == null) {
      return "it has gone on since, and this code has no migration book for '"
          + now.header().flow()
          + "', which says how its operations are taken back";
    }
    List<Step> steps = new ArrayList<>();
    for (String name : last.steps()) {
      if (name.startsWith(STEP)) {
        String id = name.substring(STEP.length());
        Optional<Step> step = book.steps().stream().filter(s -> s.id().equals(id)).findFirst();
        if (step.isEmpty()) {
          return "it has gone on since, and step " + id + " is not in this code's book";
        }
        steps.add(step.get());
      }
    }
    Optional<List<Move>> moves =
        new Planner(book).again(then.shape().atoms(), steps, now.shape().atoms());
    try {
      if (moves.isEmpty() || !MovesJson.isSame(last.moves(), moves.get())) {
        return "it has gone on since, and this code's book no longer does what was done to it: "
            + String.join(", ", last.steps());
      }
    } catch (PayloadException e) {
      throw corrupt(last, "what was done", e);
    }
    found.addAll(moves.get());
    return "";
  }
}
