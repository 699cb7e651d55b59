package dev.portage.testkit.migration;

import dev.portage.migration.UndoOutcome;
import dev.portage.store.FlowDocument;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import java.util.List;

/** Says what a flow is whose migration was taken back. */
public final class UndoneAssert {
  private final MigrationAssert migrated;
  private final FlowRecord back;

  private UndoneAssert(MigrationAssert migrated, FlowRecord back) {
    this.migrated = migrated;
    this.back = back;
  }

  static UndoneAssert of(MigrationAssert migrated) {
    try (Stage stage = new Stage(migrated.scene())) {
      FlowId id = stage.put(migrated.original().flow());
      stage.migrate(id);
      UndoOutcome outcome = stage.undo(id);
      if (!(outcome instanceof UndoOutcome.Undone)) {
        throw migrated.wrongly("cannot be taken back: " + outcome);
      }
      return new UndoneAssert(migrated, Stage.called(migrated.original().id(), stage.stored(id)));
    }
  }

  /** It is what it was, byte for byte. */
  public UndoneAssert equalsOriginal() {
    List<String> was = FlowDocument.of(migrated.original().flow()).text().lines().toList();
    List<String> is = FlowDocument.of(back).text().lines().toList();
    for (int i = 0; i < Math.max(was.size(), is.size()); i++) {
      String before = i < was.size() ? was.get(i) : "the end";
      String now = i < is.size() ? is.get(i) : "the end";
      if (!before.equals(now)) {
        throw migrated.wrongly(
            "is not what it was; line "
                + (i + 1)
                + " of its document\n  before: "
                + before.strip()
                + "\n  now:    "
                + now.strip());
      }
    }
    return this;
  }
}
