package dev.portage.migration;

import dev.portage.engine.Admission;
import dev.portage.engine.Target;
import dev.portage.model.FlowException;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a census belong to other code, judged by a few flows of each: if one of those is
 * not for others, the whole line is fetched and each flow judged by itself.
 */
record LeftLines(FlowStore store, Lineages lineages) {
  private static final int SAMPLES = 8;

  /**
   * The lines that are left to others, and why.
   *
   * @param pinned why every line of another shape is; null if only newer ones are
   */
  List<Admission.Left> among(List<CensusLine> lines, @Nullable String pinned) {
    Map<String, Outlook> outlooks = new HashMap<>();
    List<Admission.Left> left = new ArrayList<>();
    for (CensusLine line : lines) {
      Outlook outlook = outlooks.computeIfAbsent(line.flow(), lineages::outlook);
      String why = new Judged(line, outlook, pinned).why();
      if (why != null) {
        left.add(new Admission.Left(line, why));
      }
    }
    return left;
  }

  private final class Judged {
    private final CensusLine line;
    private final Outlook outlook;
    private final @Nullable String pinned;

    Judged(CensusLine line, Outlook outlook, @Nullable String pinned) {
      this.line = line;
      this.outlook = outlook;
      this.pinned = pinned;
    }

    /** Null if it is this code's. */
    @Nullable String why() {
      MigrationBook book = outlook.book();
      List<String> unknown = book == null ? List.of() : book.unknown(line.shape().stamp());
      if (!unknown.isEmpty()) {
        return "newer code wrote them, " + Plan.Newer.steps(unknown);
      }
      String why = null;
      FlowQuery first = FlowQuery.unfinished().only(List.of(line.sample()));
      for (FlowHeader header : store.find(first)) {
        why = why(header);
      }
      return why == null || others().anyMatch(header -> why(header) == null) ? null : why;
    }

    private Stream<FlowHeader> others() {
      String hex = line.shape().fingerprint().hex();
      FlowQuery some = FlowQuery.unfinished().of(line.flow()).shaped(hex).limit(SAMPLES);
      return store.find(some).stream().filter(line::covers);
    }

    private @Nullable String why(FlowHeader header) {
      Target target;
      try {
        target = lineages.target(header);
      } catch (FlowException e) {
        return null; // whoever fetches it is told
      }
      if (target == null || target.shape().fingerprint().equals(header.shape().fingerprint())) {
        return null;
      }
      String newer = outlook.lineage().newer(header, target);
      return newer == null ? pinned : "newer code wrote them, " + newer;
    }
  }
}
