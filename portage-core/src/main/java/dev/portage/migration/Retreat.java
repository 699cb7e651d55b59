package dev.portage.migration;

import dev.portage.migration.UndoOutcome.Grade;
import dev.portage.model.AtomName;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.FlowWrite.Expected;
import dev.portage.store.FlowWrite.Head;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.Payload;
import dev.portage.store.RecordJson;
import java.util.List;
import java.util.SortedMap;

/** Whether one flow can go back, and how. Pure. */
sealed interface Retreat {
  /** What comes of it if it is done. */
  UndoOutcome outcome();

  /** There is no way back. */
  record Closed(List<String> reasons) implements Retreat {
    /** Copies the list. */
    public Closed {
      reasons = List.copyOf(reasons);
    }

    @Override
    public UndoOutcome outcome() {
      return new UndoOutcome.Refused(reasons);
    }
  }

  /**
   * The flow can go back.
   *
   * @param grade how
   * @param now the flow as it is stored
   * @param taken the migration that is taken back
   * @param then what the flow was before that
   * @param moves the way; none if the flow just becomes what it was
   * @param rewritten its rows afterwards
   */
  record Open(
      Grade grade,
      FlowRecord now,
      JournalEntry taken,
      FlowRecord then,
      List<Move> moves,
      Rewritten rewritten)
      implements Retreat {
    /** Copies the list. */
    public Open {
      moves = List.copyOf(moves);
    }

    @Override
    public UndoOutcome outcome() {
      return new UndoOutcome.Undone(grade, taken.made().run(), taken.steps(), rewritten.findings());
    }

    /** The one write that takes the migration back; only rows that differ are in it. */
    FlowWrite write(JournalEntry.Made made, LeaseChange lease) {
      SortedMap<AtomName, AtomRecord> old = now.touched();
      SortedMap<AtomName, AtomRecord> rows = rewritten.rows();
      FlowHeader was = then.header();
      return new FlowWrite(
          now.header().key(),
          Expected.of(now.header()),
          new Head(
              now.header().state(), was.inputs(), was.meta(), then.shape(), was.shape().stamp()),
          rows.values().stream().filter(row -> !row.equals(old.get(row.name()))).toList(),
          old.keySet().stream().filter(name -> !rows.containsKey(name)).toList(),
          lease,
          journal(made),
          rewritten.origins());
    }

    private JournalEntry journal(JournalEntry.Made made) {
      return new JournalEntry(
          now.id(),
          now.header().revision() + 1,
          made.undoing(taken),
          now.header().shape(),
          then.header().shape(),
          List.of("undo of " + taken.made().run() + ", " + grade.word()),
          Payload.of(MovesJson.undo(taken, grade, moves, rewritten.findings())),
          Payload.of(RecordJson.write(now)));
    }
  }
}
