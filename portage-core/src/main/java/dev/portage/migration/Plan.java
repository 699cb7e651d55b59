package dev.portage.migration;

import dev.portage.shape.AtomSet;
import dev.portage.shape.Inconsistency;
import dev.portage.store.Stamp;
import java.util.List;

/** What would be done to flows of one shape. Same inputs, same plan: no clock, no I/O. */
public sealed interface Plan {
  /** The atoms that are stored. */
  AtomSet from();

  /** How many moves it has; 0 unless it is {@link Ready}. */
  default int size() {
    return 0;
  }

  /**
   * Nothing is to be done: the stored atoms are the target's.
   *
   * @param stamp the steps that the flow has been through once it is written again
   */
  record Nothing(AtomSet from, Stamp stamp) implements Plan {}

  /**
   * These moves lead to the target; proved on the atoms, not yet on any flow.
   *
   * @param to the target's atoms
   * @param stamp the steps that the flow has been through afterwards
   */
  record Ready(AtomSet from, AtomSet to, List<Move> moves, Stamp stamp) implements Plan {
    /** Copies the moves. */
    public Ready {
      moves = List.copyOf(moves);
    }

    @Override
    public int size() {
      return moves.size();
    }

    /**
     * The operations that have no way back of their own. A migration can be undone while the flow
     * has not gone on; later only if there are none of these, or nothing has happened since to what
     * they touched.
     */
    public List<Operation> oneWay() {
      return Replay.oneWay(this);
    }
  }

  /**
   * No plan leads to the target.
   *
   * @param at the atoms where it ended
   * @param left what differs there
   * @param why in a sentence
   * @param findings what a line of code may answer
   */
  record Stuck(
      AtomSet from, AtomSet at, List<Inconsistency> left, String why, List<Finding> findings)
      implements Plan {
    /** Copies the lists. */
    public Stuck {
      left = List.copyOf(left);
      findings = List.copyOf(findings);
    }
  }

  /**
   * Written by code that is newer than this: left alone.
   *
   * @param unknownSteps ids that are in the stamp, but not in the book; empty if the lineage says
   *     so
   * @param why in a clause
   */
  record Newer(AtomSet from, List<String> unknownSteps, String why) implements Plan {
    /** Copies the ids. */
    public Newer {
      unknownSteps = List.copyOf(unknownSteps);
    }

    /** Why a flow is newer that has been through steps that this code does not know. */
    static String steps(List<String> unknown) {
      return "its steps " + unknown + " are not in this code's book";
    }
  }
}
