package dev.portage.cli;

import dev.portage.migration.UndoOutcome;
import dev.portage.migration.UndoOutcome.Busy;
import dev.portage.migration.UndoOutcome.Failed;
import dev.portage.migration.UndoOutcome.Refused;
import dev.portage.migration.UndoOutcome.Undone;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Flows by how they can go back: exactly, by inverses, or not. */
final class UndoSorting {
  static final String NONE = "none";

  /** The grades, best first, then what stands in the way. */
  static final List<String> WORDS = List.of("restore", "lens", NONE, "busy", "failed");

  /**
   * One flow.
   *
   * @param word one of {@link #WORDS}
   * @param why what stands in the way; empty if nothing does
   */
  record Sorted(FlowHeader flow, String word, String why) {
    static Sorted of(FlowHeader flow, UndoOutcome outcome) {
      return new Sorted(flow, word(outcome), why(outcome));
    }

    private static String word(UndoOutcome outcome) {
      if (outcome instanceof Undone undone) {
        return undone.grade().word();
      }
      return outcome instanceof Busy || outcome instanceof Failed ? outcome.word() : NONE;
    }

    /** What is said of a flow that does not go back. */
    static String why(UndoOutcome outcome) {
      if (outcome instanceof Refused refused) {
        return String.join("; ", refused.reasons());
      }
      if (outcome instanceof Busy busy) {
        return Tally.busy(busy.owner(), busy.until());
      }
      if (outcome instanceof Failed failed) {
        return failed.why();
      }
      return outcome instanceof Undone ? "" : "it is gone";
    }

    boolean isPossible() {
      return why.isEmpty();
    }
  }

  /**
   * What came of one flow when it was tried.
   *
   * @param why what stood in the way; empty if nothing did
   */
  record Came(String word, String why) {}

  private final List<Sorted> flows = new ArrayList<>();
  private final Map<FlowId, Came> outcomes = new HashMap<>();

  void add(FlowHeader flow, UndoOutcome outcome) {
    flows.add(Sorted.of(flow, outcome));
  }

  /** Notes what came of a flow. */
  void came(FlowHeader flow, Came outcome) {
    outcomes.put(flow.id(), outcome);
  }

  /** What came of a flow; null if it was not tried. */
  @Nullable Came outcome(FlowHeader flow) {
    return outcomes.get(flow.id());
  }

  /** Every flow, in the order of ids. */
  List<Sorted> flows() {
    return List.copyOf(flows);
  }

  /** Those that can go back. */
  List<FlowHeader> possible() {
    return flows.stream().filter(Sorted::isPossible).map(Sorted::flow).toList();
  }

  long count(String word) {
    return flows.stream().filter(flow -> flow.word().equals(word)).count();
  }

  /** The flows of one word by what stands in their way, as it was found first. */
  Map<String, List<Sorted>> reasons(String word) {
    Map<String, List<Sorted>> reasons = new LinkedHashMap<>();
    for (Sorted flow : flows) {
      if (flow.word().equals(word)) {
        reasons.computeIfAbsent(flow.why(), why -> new ArrayList<>()).add(flow);
      }
    }
    return reasons;
  }
}
