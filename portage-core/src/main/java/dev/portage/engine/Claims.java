package dev.portage.engine;

import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Which flows an engine that looks for work does not fetch: those that admission leaves to others,
 * and those whose like it has refused for their shape. Thread-safe.
 */
final class Claims {
  /** More lines than this are no condition for a query; flows of the rest are fetched. */
  private static final int MOST = 100;

  /** Of more lines than this only those with the most flows are judged as a whole. */
  private static final int MOST_JUDGED = 1000;

  private static final Comparator<CensusLine> LARGEST =
      Comparator.comparingLong(CensusLine::unfinished).reversed();

  private final FlowStore store;
  private final Admission admission;
  private final List<Admission.Left> refused = new CopyOnWriteArrayList<>();

  Claims(FlowStore store, Admission admission) {
    this.store = store;
    this.admission = admission;
  }

  /** The lines that are not to be fetched, at this moment. */
  List<Admission.Left> left(@Nullable String flow) {
    List<CensusLine> open = new ArrayList<>();
    List<Admission.Left> left = new ArrayList<>();
    for (CensusLine line : store.census(FlowQuery.unfinished().of(flow))) {
      Optional<Admission.Left> like =
          refused.stream().filter(past -> past.line().isOf(line)).findFirst();
      like.ifPresentOrElse(
          past -> left.add(new Admission.Left(line, past.why())), () -> open.add(line));
    }
    left.addAll(admission.leaves(open.stream().sorted(LARGEST).limit(MOST_JUDGED).toList()));
    return left.stream()
        .sorted(Comparator.comparing(Admission.Left::line, LARGEST))
        .limit(MOST)
        .toList();
  }

  /** Every flow like this one that was fetched has been refused for its shape. */
  void refused(FlowHeader header, String why) {
    CensusLine line =
        new CensusLine(header.flow(), header.key().variant(), header.shape(), 0, 0, header.id());
    if (refused.size() < MOST && refused.stream().noneMatch(past -> past.line().isOf(line))) {
      refused.add(new Admission.Left(line, why));
    }
  }
}
