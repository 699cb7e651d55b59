package dev.portage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowCatalog;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.migration.Outcome;
import dev.portage.migration.Part;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.JournalEntry;
import dev.portage.store.StoreUnavailableException;
import dev.portage.testkit.OpenedStore;
import dev.portage.testkit.StoreSamples;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A migration that dies after any of its statements leaves the old flow or the new one. */
final class ExchangeCrashTest {
  private static final FlowId ID = FlowId.of("order-1");
  private static final Slot<Integer> CENTS = Slot.of("cents", Integer.class);

  @TempDir private Path directory;

  private record Image(FlowRecord flow, List<JournalEntry> journal) {
    static Image of(FlowStore store) {
      return new Image(store.load(ID).orElseThrow(), store.journal(ID));
    }
  }

  private static Flow now() {
    return Flow.linear("order")
        .add(Task.named("reserve").run(in -> {}))
        .add(Task.named("charge-card").version(2, 0).provides(CENTS).execute(in -> 1))
        .add(Task.named("pick").run(in -> {}))
        .add(Task.named("pack").run(in -> {}))
        .add(Task.named("notify").run(in -> {}))
        .build();
  }

  private static Migrator migrator(FlowStore store) {
    return new Migrator(
        store,
        FlowCatalog.of("order", in -> now()),
        Migrations.of(
            "order",
            book ->
                book.step(
                    "all",
                    step ->
                        step.rename("charge", "charge-card")
                            .version("charge-card", "1.0", "2.0", out -> out.put("cents", 4200))
                            .renameInput("n", "number")
                            .setMeta("migrated", true)
                            .split("ship", Part.of("pick", "1.0"), Part.of("pack", "1.0")))),
        new Migrator.Who("crash", InstantSource.system()));
  }

  private static void given(FlowStore store) {
    FlowHeader header =
        OpenedStore.commit(
            store,
            StoreSamples.creation(
                ID.text(), "order", StoreSamples.shape("order", "reserve", "charge", "ship")));
    OpenedStore.commit(
        store,
        StoreSamples.change(
            header,
            FlowState.RUNNING,
            StoreSamples.done("reserve", "{}"),
            StoreSamples.done("charge", "{\"receipt\":1}", "receipt"),
            StoreSamples.done("ship", "{}")));
  }

  @Test
  void leavesTheOldFlowOrTheNewOne() {
    int statements = 0;
    boolean done = false;
    while (!done) {
      Path file = directory.resolve("crash-" + statements + ".db");
      done = isDoneAfter(statements++, file);
    }
    assertThat(statements).as("statements of an exchange").isBetween(5, 30);
  }

  /** False if the store was lost on the way. */
  private static boolean isMigrated(Migrator migrator) {
    try {
      assertThat(migrator.migrate(ID)).isInstanceOf(Outcome.Migrated.class);
      return true;
    } catch (StoreUnavailableException e) {
      assertThat(e).hasMessageContaining("could not be written");
      return false;
    }
  }

  /** Whether so many statements are enough. */
  private static boolean isDoneAfter(int statements, Path file) {
    try (WatchedStore watched = WatchedStore.open(file)) {
      given(watched.store());
      Image before = Image.of(watched.store());
      watched.connections().loseAfter(statements);
      Migrator migrator = migrator(watched.store());
      if (isMigrated(migrator)) {
        Image after = Image.of(watched.store());
        assertThat(after.flow().touched().keySet())
            .extracting(Object::toString)
            .containsExactly("charge-card", "pack", "pick", "reserve");
        assertThat(after.journal()).hasSize(1);
        return true;
      }
      watched.connections().restore();
      assertThat(Image.of(watched.store())).as("after %d statements", statements).isEqualTo(before);
      assertThat(migrator(watched.store()).migrate(ID)).isInstanceOf(Outcome.Migrated.class);
      return false;
    }
  }
}
