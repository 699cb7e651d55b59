package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.migration.RandomChanges.Change;
import dev.portage.shape.Shape;
import dev.portage.store.FlowRecord;
import dev.portage.store.Stamp;
import java.util.Random;

/** One record of an old shape, and how the shape changed. */
record MigrationCase(long seed, FlowRecord stored, Change change) {
  static MigrationCase of(long seed) {
    Random random = new Random(seed);
    Shape shape = RandomShapes.next(random);
    Change change = RandomChanges.of(random, shape, "+");
    return new MigrationCase(seed, RandomRecords.next(random, shape, Stamp.NONE), change);
  }

  /** The same with a record in which the atoms are where an engine may have left them. */
  static MigrationCase likely(long seed) {
    MigrationCase c = of(seed);
    FlowRecord stored = RandomRecords.likely(new Random(~seed), c.stored.shape(), Stamp.NONE);
    return new MigrationCase(seed, stored, c.change);
  }

  Examination examined(MigrationBook book, Values values) {
    return Examination.of(stored, Target.ofShape("", change.to()), book, values);
  }

  Examination examined() {
    return examined(change.book(), Values.REAL);
  }
}
