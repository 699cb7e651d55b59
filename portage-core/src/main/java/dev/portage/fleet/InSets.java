package dev.portage.fleet;

import dev.portage.fleet.FlowByFlow.Turn;
import dev.portage.fleet.Settled.Stage;
import dev.portage.migration.Forecast;
import dev.portage.migration.InSet;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way of many flows in one exchange, within the database. What cannot go so stays for {@link
 * FlowByFlow}. Used by one thread.
 */
final class InSets {
  /** So many at once: others who write wait as long as they take. */
  private static final int MOST = 1000;

  private final FlowQuery query;
  private final Course.Moderation moderation;
  private final Way way;

  /** Carries a page of flows over. */
  interface Way {
    /** Empty if flows of that shape have to go one by one. */
    Optional<InSet> migrate(Forecast forecast, FlowQuery page);
  }

  InSets(FlowQuery query, Course.Moderation moderation, Way way) {
    this.query = query;
    this.moderation = moderation;
    this.way = way;
  }

  /** As many flows of a shape as can go so. */
  void go(Share share) {
    FlowQuery pages = Kind.of(share.forecast()).in(query);
    FlowId last = null;
    do {
      last = page(share, pages.after(last));
    } while (last != null);
  }

  /** The last flow of a page; null if the next is not to be asked for. */
  private @Nullable FlowId page(Share share, FlowQuery behind) {
    int most = moderation.pacer().together((int) Math.min(MOST, share.room()));
    if (share.isFull() || !moderation.mayGo(most)) {
      return null;
    }
    long began = moderation.time().nanos();
    Optional<InSet> done = way.migrate(share.forecast(), behind.limit(most));
    if (done.isEmpty()) {
      return null;
    }
    Duration took = Duration.ofNanos(moderation.time().nanos() - began);
    for (InSet.Carried flow : done.get().carried()) {
      FlowHeader.Key key =
          new FlowHeader.Key(
              flow.flow(), share.forecast().line().flow(), share.forecast().line().variant());
      moderation.conduct().begin(share);
      moderation
          .conduct()
          .settle(new Turn(share, key, Stage.FLEET, Fate.WAITING), flow.outcome(), took);
    }
    moderation.conduct().progress();
    return done.get().last();
  }
}
