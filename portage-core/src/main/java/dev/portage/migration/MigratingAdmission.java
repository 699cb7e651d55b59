package dev.portage.migration;

import dev.portage.engine.Admission;
import dev.portage.engine.FlowRefusedException;
import dev.portage.engine.Target;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.RunId;
import dev.portage.store.Stamp;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Migrates stored flows as they are resumed, by the books that are registered; a flow without a
 * book is admitted only if the code is exactly what it was stored by. A flow whose fingerprint,
 * digest and stamp are the code's costs three comparisons, and of an unfinished fan-out its keys.
 */
public final class MigratingAdmission implements Admission {
  private final Migrations migrations;
  private final InstantSource clock;
  private final String actor;
  private final RunId run;
  private final AtomicLong plans = new AtomicLong();

  /**
   * An admission for these books.
   *
   * @param clock for the journal
   * @param actor who is named in the journal
   */
  public MigratingAdmission(Migrations migrations, InstantSource clock, String actor) {
    this.migrations = migrations;
    this.clock = clock;
    this.actor = actor;
    this.run = RunId.begun(clock.instant());
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
  public Admitted admit(FlowRecord stored, Target target) {
    @Nullable MigrationBook book = migrations.book(stored.header().flow());
    if (stored.header().state().isFinished()) {
      return new Admitted(stored, null);
    }
    if (Examination.isCurrent(stored.header(), target, book)) {
      return current(stored, target);
    }
    plans.incrementAndGet();
    Examination examined = examine(stored, target, book);
    if (examined.verdict() != Verdict.PENDING && examined.verdict() != Verdict.CURRENT) {
      throw examined.refusal();
    }
    // Where only relations or the stamp changed, the record learns what it now runs under.
    return new Admitted(Exchange.after(examined), write(examined));
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
        examined, new JournalEntry.Made(clock.instant(), actor, run), LeaseChange.keep());
  }

  private static Examination examine(
      FlowRecord stored, Target target, @Nullable MigrationBook book) {
    try {
      return Examination.of(stored, target, book, Values.REAL);
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
