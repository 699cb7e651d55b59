package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.Target;
import dev.portage.migration.UndoOutcome.Grade;
import dev.portage.migration.UndoOutcome.Undone;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.model.Pattern;
import dev.portage.shape.AtomSet;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeGroup;
import dev.portage.shape.ShapeNode;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.RecordJson;
import dev.portage.store.RunId;
import dev.portage.store.Times;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Whatever was migrated is what it was when it was undone: random plans on random records. */
class UndoRandomPlansTest {
  private static final int CASES = Integer.getInteger("portage.undone", 300);
  private static final long SEED = Long.getLong("portage.seed", 11L);

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final MemoryFlowStore store = new MemoryFlowStore(clock);

  @Test
  void undoAfterMigrateIsNothing() {
    RandomPlans plans = new RandomPlans(SEED);
    Random random = new Random(SEED);
    int migrated = 0;
    for (int i = 0; i < CASES; i++) {
      String which = "case " + i + " of seed " + SEED;
      RandomPlans.Case next = plans.next();
      FlowId id = FlowId.of("flow-" + i);
      FlowRecord stored = born(id, next, random);
      Examination examined =
          Examination.of(
              stored, Target.ofShape("", shape(next.target())), next.book(), Values.REAL);
      if (examined.verdict() == Verdict.PENDING) {
        migrated++;
        migrate(examined);
        undone(id, stored, next, which + ": " + examined.plan());
      }
    }
    assertThat(migrated).as("flows that were migrated").isGreaterThan(CASES / 20);
  }

  /** Restores, migrates again, goes on a little, and takes back what can be. */
  private void undone(FlowId id, FlowRecord stored, RandomPlans.Case next, String which) {
    Migrations books = books(next);
    FlowRecord after = load(id);
    assertThat(grade(books, id)).as(which).isEqualTo(Grade.RESTORE);
    assertThat(image(load(id))).as(which).isEqualTo(image(stored));
    FlowRecord again = load(id);
    migrate(Examination.of(again, Target.ofShape("", after.shape()), next.book(), Values.REAL));
    AtomRecord noted = noted(load(id));
    write(load(id).header(), noted);
    assertThat(grade(books, id)).as(which).isEqualTo(Grade.LENS);
    List<AtomRecord> rows = new ArrayList<>(stored.touched().values());
    rows.removeIf(row -> row.name().equals(noted.name()));
    rows.add(noted);
    assertThat(load(id).touched().values()).as(which).containsExactlyInAnyOrderElementsOf(rows);
    assertThat(load(id).shape()).as(which).isEqualTo(stored.shape());
  }

  /** An atom that no operation has touched, with a note that a task has left since. */
  private static AtomRecord noted(FlowRecord now) {
    AtomName name = AtomName.of("z");
    return now.touched()
        .getOrDefault(name, AtomRecord.untouched(name, AtomKind.TASK))
        .withMeta(json("{\"progress\":1}"));
  }

  private Grade grade(Migrations books, FlowId id) {
    UndoOutcome outcome = undo(books).undo(id);
    assertThat(outcome).as(outcome.toString()).isInstanceOf(Undone.class);
    return ((Undone) outcome).grade();
  }

  private Undo undo(Migrations books) {
    return new Undo(store, books, new Migrator.Who("laws", clock));
  }

  private static Migrations books(RandomPlans.Case next) {
    return Migrations.none().and("order", next.book());
  }

  private void migrate(Examination examined) {
    assertThat(examined.verdict()).isEqualTo(Verdict.PENDING);
    JournalEntry.Made made =
        new JournalEntry.Made(clock.instant(), "laws", RunId.begun(clock.instant()));
    store.commit(Exchange.write(examined, made, LeaseChange.keep())).join();
  }

  private void write(FlowHeader header, AtomRecord row) {
    store
        .commit(
            new FlowWrite(
                header.key(),
                FlowWrite.Expected.of(header),
                FlowWrite.Head.of(header.state()),
                List.of(row),
                List.of(),
                LeaseChange.keep(),
                null))
        .join();
  }

  private FlowRecord born(FlowId id, RandomPlans.Case next, Random random) {
    Shape shape = shape(next.stored());
    List<AtomRecord> rows = new ArrayList<>();
    for (ShapeAtom atom : shape.inOrder()) {
      if (random.nextInt(3) > 0 || atom.name().equals("z")) {
        rows.add(row(atom, random));
      }
    }
    store
        .commit(
            new FlowWrite(
                new FlowHeader.Key(id, "order", ""),
                FlowWrite.Expected.ABSENT,
                new FlowWrite.Head(
                    FlowState.SUSPENDED, json("{ \"n\" : 1.50 }"), null, shape, next.stamp()),
                rows,
                List.of(),
                LeaseChange.keep(),
                null))
        .join();
    return load(id);
  }

  private static AtomRecord row(ShapeAtom atom, Random random) {
    AtomRecord row = AtomRecord.untouched(AtomName.of(atom.name()), atom.kind());
    if (atom.kind() == AtomKind.RETRY) {
      return row.in(AtomState.SUCCESS).remembering(json("[ ]"));
    }
    Execution begun =
        new Execution(atom.version(), null, null, random.nextInt(3), "key", Times.UNKNOWN);
    return switch (random.nextInt(5)) {
      case 0 -> row.with(begun);
      case 1 -> row.in(AtomState.REVERTED).with(begun);
      default ->
          row.in(AtomState.SUCCESS)
              .with(
                  begun.producing(
                      atom.version(),
                      Output.of(List.of("x"), json("{ \"x\" : " + random.nextInt() + ".0 }"))));
    };
  }

  /** The atoms one after another, and one that nothing is ever done to. */
  private static Shape shape(AtomSet atoms) {
    List<ShapeNode> nodes = new ArrayList<>(atoms.all());
    nodes.add(ShapeAtom.of(AtomKind.TASK, "z", "1.0"));
    return Shape.of(new ShapeGroup("order", Pattern.UNORDERED, nodes, List.of()));
  }

  private FlowRecord load(FlowId id) {
    return store.load(id).orElseThrow();
  }

  private static Payload json(String text) {
    return new Payload(Payload.JSON, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String image(FlowRecord stored) {
    ObjectNode image = RecordJson.write(stored);
    image.remove("revision");
    image.remove("changed");
    return image.toString();
  }
}
