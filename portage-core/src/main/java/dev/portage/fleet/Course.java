package dev.portage.fleet;

import dev.portage.fleet.FlowByFlow.Attempt;
import dev.portage.fleet.FlowByFlow.Turn;
import dev.portage.fleet.Settled.Stage;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The course of a run, from flow to flow: canaries, then all of each shape page by page, then those
 * that were busy. Which flows are next is decided here and nowhere else; what is done with each is
 * the {@link Attempt}'s. Used by the thread that drives the run.
 */
final class Course {
  /** So many more than are wanted are looked at for canaries: some may be busy or blocked. */
  private static final int MORE_CANDIDATES = 100;

  /** How long busy flows are left in peace between two looks at them. */
  private static final long PATIENCE_NANOS = 1_000_000_000L;

  private static final long LONG_NANOS = 100_000_000L;
  private static final int SOME = 500;
  private static final int READ_AT_ONCE = 100;

  private final FlowReader reader;
  private final FlowQuery query;
  private final Moderation moderation;
  private final Supplier<Attempt> attempts;
  private final Set<FlowId> tried = new HashSet<>();

  /**
   * What moderates a course.
   *
   * @param pacer how fast
   * @param clock says which leases are live
   */
  record Moderation(
      Conduct conduct, FlowByFlow way, Pacer pacer, Timekeeper time, InstantSource clock) {
    /** Waits for the places of so many flows; false if the run is to end before them. */
    boolean mayGo(int flows) {
      if (!conduct.mayGoOn(way)) {
        return false;
      }
      long rest = pacer.next(flows);
      if (rest > LONG_NANOS) {
        way.drain(); // so what has come is told before the rest, not after
      }
      if (rest > 0) {
        time.rest(rest);
      }
      return rest == 0 || conduct.mayGoOn(way);
    }
  }

  /**
   * A course through flows of that reader.
   *
   * @param attempts what tries flows; taken anew for each page, as newer code may have come up
   */
  Course(FlowReader reader, FlowQuery query, Moderation moderation, Supplier<Attempt> attempts) {
    this.reader = reader;
    this.query = query;
    this.moderation = moderation;
    this.attempts = attempts;
  }

  /** So many flows of each shape, one after another; more only if some could not go. */
  void canaries(Collection<Share> shares, int wanted) {
    Candidates candidates = new Candidates(reader, query);
    for (Share share : wanted == 0 ? List.<Share>of() : shares) {
      Attempt attempt = attempts.get();
      long before = moderation.conduct.migrated();
      for (FlowHeader flow : candidates.of(share, wanted + MORE_CANDIDATES)) {
        boolean isEnough = moderation.conduct.migrated() - before >= wanted || share.isFull();
        if (isEnough || !turn(new Turn(share, flow.key(), Stage.CANARY, Fate.WAITING), attempt)) {
          break;
        }
        tried.add(flow.id());
        moderation.way.drain();
      }
    }
  }

  /** So many flows of each shape. */
  void samples(Collection<Share> shares, int wanted) {
    Candidates candidates = new Candidates(reader, query);
    for (Share share : shares) {
      Attempt attempt = attempts.get();
      for (FlowHeader flow : candidates.of(share, wanted)) {
        if (!share.isFull()
            && !turn(new Turn(share, flow.key(), Stage.REHEARSAL, Fate.WAITING), attempt)) {
          return;
        }
      }
    }
    moderation.way.drain();
  }

  /** Those that can be carried over together. */
  void sets(Collection<Share> shares, InSets.Way way) {
    InSets sets = new InSets(query, moderation, way);
    shares.forEach(sets::go);
  }

  /** Every flow that had no turn yet. */
  void all(Collection<Share> shares, Stage stage) {
    Map<Kind, List<Share>> kinds =
        shares.stream()
            .collect(
                Collectors.groupingBy(
                    share -> Kind.of(share.forecast()), LinkedHashMap::new, Collectors.toList()));
    kinds.forEach((kind, some) -> pages(kind.in(query), some, stage));
    moderation.way.drain();
  }

  private void pages(FlowQuery pages, List<Share> shares, Stage stage) {
    FlowId last = null;
    while (!shares.stream().allMatch(Share::isFull) && moderation.conduct.mayGoOn(moderation.way)) {
      List<FlowHeader> page = reader.find(pages.after(last));
      if (page.isEmpty()) {
        return;
      }
      for (int i = 0; i < page.size(); i += READ_AT_ONCE) {
        if (!some(page.subList(i, Math.min(page.size(), i + READ_AT_ONCE)), shares, stage)) {
          return;
        }
      }
      last = page.get(page.size() - 1).id();
      moderation.conduct.progress();
    }
  }

  /**
   * Some flows of a page, which are read together as far as they can be; false at the end. Where a
   * rate is kept they go in bursts of a tenth of a second's, so that a store can write those
   * together and leaves others in peace between.
   */
  private boolean some(List<FlowHeader> flows, List<Share> shares, Stage stage) {
    Attempt attempt = attempts.get();
    List<FlowId> due =
        flows.stream().filter(flow -> of(flow, shares) != null).map(FlowHeader::id).toList();
    Map<FlowId, FlowRecord> read = due.isEmpty() ? Map.of() : reader.loadSmall(due);
    int left = due.size();
    int granted = 0;
    for (FlowHeader flow : flows) {
      Share share = of(flow, shares);
      if (share == null) {
        continue;
      }
      if (granted == 0) {
        granted = moderation.pacer().together(Math.max(1, left));
        if (!moderation.mayGo(granted)) {
          return false;
        }
      } else if (!moderation.conduct.mayGoOn(moderation.way)) {
        return false;
      }
      begin(new Turn(share, flow.key(), stage, Fate.WAITING), attempt, read.get(flow.id()));
      granted--;
      left--;
    }
    return true;
  }

  /** Whose flow it is; null if it has had its turn, or is of a shape that nobody planned. */
  private @Nullable Share of(FlowHeader flow, List<Share> shares) {
    return shares.stream()
        .filter(share -> share.forecast().line().covers(flow) && !share.isFull())
        .filter(share -> !tried.contains(flow.id()))
        .findFirst()
        .orElse(null);
  }

  /** Tries what was busy again, until none is or the time is over. */
  void busy(Duration most) {
    long end = moderation.time.nanos() + most.toNanos();
    BusyFlows busy = moderation.conduct.busy();
    while (!busy.isEmpty()) {
      long left = end - moderation.time.nanos();
      if (left <= 0 || !moderation.conduct.mayGoOn(moderation.way)) {
        return;
      }
      moderation.time.rest(Math.min(left, PATIENCE_NANOS));
      List<FlowId> ids = busy.ids();
      for (int i = 0; i < ids.size(); i += SOME) {
        again(ids.subList(i, Math.min(ids.size(), i + SOME)), busy);
      }
      moderation.way.drain();
      moderation.conduct.progress();
    }
  }

  private void again(List<FlowId> ids, BusyFlows busy) {
    Attempt attempt = attempts.get();
    Map<FlowId, FlowHeader> stored = new TreeMap<>();
    reader
        .find(FlowQuery.all().only(ids).limit(ids.size()))
        .forEach(flow -> stored.put(flow.id(), flow));
    for (FlowId id : ids) {
      FlowHeader flow = stored.get(id);
      Share share = busy.share(id);
      if (flow == null || share == null || flow.lease().isLiveAt(moderation.clock.instant())) {
        continue;
      }
      if (!turn(new Turn(share, flow.key(), Stage.FLEET, Fate.BUSY), attempt)) {
        return;
      }
    }
  }

  /** False if the run is to end before it. */
  private boolean turn(Turn turn, Attempt attempt) {
    if (!moderation.mayGo(1)) {
      return false;
    }
    begin(turn, attempt, null);
    return true;
  }

  private void begin(Turn turn, Attempt attempt, @Nullable FlowRecord read) {
    if (turn.from() == Fate.WAITING) {
      moderation.conduct.begin(turn.share());
    }
    moderation.way.begin(turn, attempt, read);
  }
}
