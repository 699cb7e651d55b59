package dev.portage.migration;

import dev.portage.engine.Admission;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowRefusedException;
import dev.portage.engine.Target;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.Payload;
import dev.portage.store.RunId;
import dev.portage.store.Stamp;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Migrates stored flows as they are resumed, by the books that are registered; a flow without a
 * book is admitted only if the code is exactly what it was stored by. A flow whose fingerprint,
 * digest and stamp are the code's costs three comparisons, and of an unfinished fan-out its keys.
 *
 * <p>Over a store it knows the lineage of shapes: flows that newer code has written are refused and
 * not even fetched, and what this code carries over is recorded before the first flow is stored or
 * migrated.
 */
public final class MigratingAdmission implements Admission {
  private static final String PINNED = "this process is pinned: it migrates nothing";

  private final Migrations migrations;
  private final Migrator.Who who;
  private final RunId run;
  private final AtomicLong plans;
  private final Reach reach;

  /** How far it goes. */
  private enum Reach {
    EVERY_SHAPE,
    OWN_SHAPE
  }

  /** What it knows of its store; null before it is over one. */
  private final @Nullable LeftLines place;

  /**
   * An admission for these books.
   *
   * @param clock for the journal
   * @param actor who is named in the journal
   */
  public MigratingAdmission(Migrations migrations, InstantSource clock, String actor) {
    this.migrations = migrations;
    this.who = new Migrator.Who(actor, clock);
    this.run = RunId.begun(clock.instant());
    this.plans = new AtomicLong();
    this.reach = Reach.EVERY_SHAPE;
    this.place = null;
  }

  private MigratingAdmission(MigratingAdmission other, Reach reach, @Nullable LeftLines place) {
    this.migrations = other.migrations;
    this.who = other.who;
    this.run = other.run;
    this.plans = other.plans;
    this.reach = reach;
    this.place = place;
  }

  /**
   * A copy that migrates nothing: flows of other shapes are left to the code that stored them. New
   * flows are stored as this code has them.
   */
  public MigratingAdmission pinned() {
    return new MigratingAdmission(this, Reach.OWN_SHAPE, place);
  }

  @Override
  public MigratingAdmission over(FlowStore store, FlowCatalog catalog) {
    Lineages lineages = new Lineages(store, catalog, migrations);
    return new MigratingAdmission(this, reach, new LeftLines(store, lineages));
  }

  /** Under which run the journal has what this admission migrates. */
  public RunId run() {
    return run;
  }

  /** How many flows needed more than a comparison so far. */
  public long plansMade() {
    return plans.get();
  }

  @Override
  public Stamp birthStamp(String flow) {
    MigrationBook book = migrations.book(flow);
    return book == null ? Stamp.NONE : book.heads();
  }

  @Override
  public void bears(FlowHeader.Key key, Target target) {
    if (place != null) {
      place.lineages().bears(key, target);
    }
  }

  @Override
  public List<Left> leaves(List<CensusLine> lines) {
    return place == null ? List.of() : place.among(lines, reach == Reach.OWN_SHAPE ? PINNED : null);
  }

  @Override
  public Payload inputs(FlowHeader stored) {
    return migrations.inputs(stored);
  }

  @Override
  public Admitted admit(FlowRecord stored, Target target) {
    @Nullable MigrationBook book = migrations.book(stored.header().flow());
    if (stored.header().state().isFinished()) {
      return new Admitted(stored, null);
    }
    if (Examination.isCurrent(stored.header(), target, book)) {
      return current(stored, target);
    }
    plans.incrementAndGet();
    refusePinned(stored, target);
    String flow = stored.header().flow();
    Outlook outlook =
        place == null ? new Outlook(book, Lineage.none()) : place.lineages().outlook(flow);
    Examination examined = examine(stored, target, outlook);
    if (examined.verdict() != Verdict.PENDING && examined.verdict() != Verdict.CURRENT) {
      throw examined.refusal();
    }
    if (place != null && examined.verdict() == Verdict.PENDING) {
      place.lineages().carries(stored.header(), target);
    }
    TaskflowPolicy.tell(examined);
    // Where only relations or the stamp changed, the record learns what it now runs under.
    return new Admitted(Exchange.after(examined), write(examined));
  }

  private void refusePinned(FlowRecord stored, Target target) {
    boolean isOwn = stored.shape().fingerprint().equals(target.shape().fingerprint());
    if (reach == Reach.OWN_SHAPE && !isOwn) {
      throw new FlowRefusedException(
          stored.id(),
          FlowRefusedException.Reason.OTHERS,
          "flow '"
              + stored.id()
              + "' ("
              + stored.header().flow()
              + ") is not resumed: it is stored as "
              + stored.shape().fingerprint()
              + ", the code has "
              + target.shape().fingerprint()
              + ", and "
              + PINNED
              + "\n  next: leave it to the code that stored it, or resume it where nothing is"
              + " pinned");
    }
  }

  private static Admitted current(FlowRecord stored, Target target) {
    if (!target.shape().fanOuts().isEmpty()) {
      Examination examined = Examination.ofCurrent(stored, target);
      if (examined.verdict() != Verdict.CURRENT) {
        throw examined.refusal();
      }
    }
    return new Admitted(stored, null);
  }

  private FlowWrite write(Examination examined) {
    return Exchange.write(
        examined,
        new JournalEntry.Made(who.clock().instant(), who.actor(), run),
        LeaseChange.keep());
  }

  private static Examination examine(FlowRecord stored, Target target, Outlook outlook) {
    try {
      return Examination.of(stored, target, outlook, Values.REAL);
    } catch (MapFailedException e) {
      FlowRefusedException refused =
          new FlowRefusedException(
              stored.id(),
              "flow '"
                  + stored.id()
                  + "' ("
                  + stored.header().flow()
                  + ") is not resumed: "
                  + e.getMessage()
                  + "\n  it is left as it was; mend the migration, then resume it again");
      refused.initCause(e);
      throw refused;
    }
  }
}
