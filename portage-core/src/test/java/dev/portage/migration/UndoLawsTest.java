package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrator.Who;
import dev.portage.migration.UndoOutcome.Grade;
import dev.portage.model.AtomName;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.Json;
import dev.portage.store.LeaseChange;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Payload;
import dev.portage.store.RunId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** What a migration did can be taken back; on random shapes, changes and records. */
class UndoLawsTest {
  private static final int CASES = Integer.getInteger("portage.laws", 20_000);
  private static final long SEED = Long.getLong("portage.seed", 20131125L);
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOON);

  private static final Payload NOTE = Payload.of(Json.tree(Map.of("progress", 7)));

  private interface Law {
    /** Whether the case said anything. */
    boolean check(MigrationCase c, FlowStore store, FlowRecord before);
  }

  /** Checks the law on every case that is migrated, in a store of its own. */
  private static int ofMigrated(LongFunction<MigrationCase> cases, Law law) {
    int said = 0;
    Random seeds = new Random(SEED);
    for (int i = 0; i < CASES; i++) {
      long seed = seeds.nextLong();
      MigrationCase c = cases.apply(seed);
      try (FlowStore store = new MemoryFlowStore(CLOCK)) {
        FlowRecord before = stored(c, store);
        if (migrate(c, store, before) && law.check(c, store, before)) {
          said++;
        }
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("case " + i + " of seed " + SEED + " (" + seed + "L)", e);
      }
    }
    return said;
  }

  private static FlowRecord stored(MigrationCase c, FlowStore store) {
    FlowHeader header = c.stored().header();
    FlowWrite.Head head =
        new FlowWrite.Head(
            header.state(), header.inputs(), header.meta(), c.stored().shape(), null);
    List<AtomRecord> rows = new ArrayList<>(c.stored().touched().values());
    rows.removeIf(AtomRecord::isDefault);
    commit(
        store,
        new FlowWrite(
            header.key(),
            FlowWrite.Expected.ABSENT,
            head,
            rows,
            List.of(),
            LeaseChange.keep(),
            null));
    return store.load(header.id()).orElseThrow();
  }

  private static void commit(FlowStore store, FlowWrite write) {
    store.commit(write).join();
  }

  private static boolean migrate(MigrationCase c, FlowStore store, FlowRecord before) {
    MigrationCase now = new MigrationCase(c.seed(), before, c.change());
    Examination examined = now.examined();
    if (examined.verdict() != Verdict.PENDING) {
      return false;
    }
    JournalEntry.Made made = new JournalEntry.Made(NOON, "law", RunId.begun(NOON));
    commit(store, Exchange.write(examined, made, LeaseChange.keep()));
    return true;
  }

  private static UndoOutcome undo(MigrationCase c, FlowStore store, FlowRecord before) {
    Migrations books = Migrations.of(before.header().flow(), c.change()::write);
    return new Undo(store, books, new Who("law", CLOCK)).undo(before.id());
  }

  @Test
  void whatHasNotGoneOnBecomesExactlyWhatItWas() {
    int undone =
        ofMigrated(
            MigrationCase::of,
            (c, store, before) -> {
              UndoOutcome outcome = undo(c, store, before);
              assertThat(outcome).isInstanceOf(UndoOutcome.Undone.class);
              assertThat(((UndoOutcome.Undone) outcome).grade()).isEqualTo(Grade.RESTORE);
              isAs(before, store);
              return true;
            });
    assertThat(undone).isGreaterThan(CASES / 8);
  }

  @Test
  void whatHasGoneOnGoesBackByInversesOrNotAtAll() {
    int undone =
        ofMigrated(
            MigrationCase::likely,
            (c, store, before) -> {
              if (isInDoubt(before)) {
                return false; // what was decided about it stays decided
              }
              FlowRecord migrated = store.load(before.id()).orElseThrow();
              if (!goesOn(store, migrated)) {
                return false;
              }
              FlowRecord gone = store.load(before.id()).orElseThrow();
              UndoOutcome outcome = undo(c, store, before);
              if (outcome instanceof UndoOutcome.Undone back) {
                assertThat(back.grade()).isEqualTo(Grade.LENS);
                FlowRecord after = store.load(before.id()).orElseThrow();
                assertThat(counted(after)).isEqualTo(counted(before));
                isAsBefore(before.header(), after.header());
                return true;
              }
              assertThat(store.load(before.id()).orElseThrow()).isEqualTo(gone);
              return false;
            });
    assertThat(undone).isGreaterThan(CASES / 100);
  }

  private static boolean isInDoubt(FlowRecord stored) {
    return stored.touched().values().stream().anyMatch(row -> row.state().isInDoubt());
  }

  /** Some task leaves a note; false if none has begun. */
  private static boolean goesOn(FlowStore store, FlowRecord migrated) {
    if (migrated.touched().isEmpty()) {
      return false;
    }
    FlowHeader header = migrated.header();
    AtomRecord noting = migrated.touched().get(migrated.touched().lastKey());
    commit(
        store,
        new FlowWrite(
            header.key(),
            FlowWrite.Expected.of(header),
            FlowWrite.Head.of(header.state()),
            List.of(noting.withMeta(NOTE)),
            List.of(),
            LeaseChange.keep(),
            null));
    return true;
  }

  private static void isAs(FlowRecord before, FlowStore store) {
    FlowRecord after = store.load(before.id()).orElseThrow();
    assertThat(after.touched()).isEqualTo(before.touched());
    assertThat(after.shape()).isEqualTo(before.shape());
    isAsBefore(before.header(), after.header());
  }

  /**
   * The rows without notes and how often each was begun, and whose failures a retry remembers:
   * tasks that were one for a while have one count and one key, and each has the failures of all.
   */
  private static Map<AtomName, AtomRecord> counted(FlowRecord stored) {
    Map<AtomName, AtomRecord> rows = new TreeMap<>();
    stored
        .touched()
        .forEach(
            (name, row) -> {
              Execution of = row.execution();
              Execution uncounted =
                  new Execution(of.version(), of.output(), of.failure(), 0, null, of.times());
              AtomRecord now = row.with(uncounted).remembering(null).withMeta(null);
              if (!now.isDefault()) {
                rows.put(name, now);
              }
            });
    return rows;
  }

  private static void isAsBefore(FlowHeader was, FlowHeader is) {
    assertThat(is.shape()).isEqualTo(was.shape());
    assertThat(is.inputs()).isEqualTo(was.inputs());
    assertThat(is.meta()).isEqualTo(was.meta());
    assertThat(is.state()).isEqualTo(was.state());
  }
}
