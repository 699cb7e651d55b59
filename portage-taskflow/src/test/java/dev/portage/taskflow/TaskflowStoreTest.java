package dev.portage.taskflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.migration.BookBuilder;
import dev.portage.migration.Outcome;
import dev.portage.shape.Shape;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.Payload;
import dev.portage.store.RunId;
import dev.portage.store.StaleWriteException;
import dev.portage.store.UnusableStoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store takes, and what it leaves to TaskFlow. */
class TaskflowStoreTest {
  private static final FlowId FLOW = FlowId.of("a1575382-6108-4231-854c-f26ff1efbf7c");
  private static final String RESERVE = "QuotaReserveTask;volume:create";

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void copy() throws IOException {
    file = Fixtures.copy("a_linear_suspended", directory);
  }

  private static FlowWrite write(FlowRecord flow) {
    Shape shape = flow.shape();
    JournalEntry entry =
        new JournalEntry(
            FLOW,
            flow.header().revision() + 1,
            new JournalEntry.Made(Instant.EPOCH, "test", RunId.begun(Instant.EPOCH)),
            flow.header().shape(),
            flow.header().shape(),
            List.of(),
            Payload.EMPTY,
            Payload.EMPTY);
    return new FlowWrite(
        flow.header().key(),
        FlowWrite.Expected.of(flow.header()),
        new FlowWrite.Head(flow.header().state(), null, null, shape, null),
        List.of(),
        List.of(),
        LeaseChange.keep(),
        entry);
  }

  @Test
  void anExchangeOfNothingChangesNoByte() {
    Rows before = Rows.of(file);
    try (FlowStore store = FlowStores.open(Migrating.in(file).url())) {
      FlowRecord flow = store.load(FLOW).orElseThrow();
      long revision = store.commit(write(flow)).join().revision();
      assertThat(store.load(FLOW).orElseThrow().header().revision()).isEqualTo(revision);
      assertThat(store.journal(FLOW)).hasSize(1);
    }
    assertThat(Rows.of(file)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE flowdetails SET updated_at = '2027-01-01 00:00:00.000000'",
        "UPDATE atomdetails SET results = '1' WHERE name LIKE 'Quota%'",
        "UPDATE atomdetails SET meta = '{\"progress\": 0.5}' WHERE name LIKE 'Entry%'",
        "DELETE FROM atomdetails WHERE name LIKE 'VolumeCast%'"
      })
  void whatWasWrittenSinceItWasReadIsNotExchanged(String meanwhile) {
    try (FlowStore store = FlowStores.open(Migrating.in(file).url())) {
      FlowRecord flow = store.load(FLOW).orElseThrow();
      Fixtures.execute(file, meanwhile);
      assertThatThrownBy(() -> store.commit(write(flow)).join())
          .hasCauseInstanceOf(StaleWriteException.class);
      assertThat(store.journal(FLOW)).isEmpty();
    }
  }

  @Test
  void itDrivesNoFlowsAndMakesNone() {
    try (FlowStore store = FlowStores.open(Migrating.in(file).url())) {
      FlowRecord flow = store.load(FLOW).orElseThrow();
      FlowWrite write = write(flow);
      FlowWrite progress =
          new FlowWrite(
              write.key(),
              write.expected(),
              write.head(),
              write.put(),
              write.delete(),
              write.lease(),
              null);
      assertThatThrownBy(() -> store.commit(progress).join())
          .hasCauseInstanceOf(UnusableStoreException.class)
          .hasMessageContaining("TaskFlow alone");
      assertThatThrownBy(
              () -> store.claim(FLOW, 1, new LeaseChange.Claim("me", Instant.EPOCH, Instant.EPOCH)))
          .isInstanceOf(UnusableStoreException.class);
    }
  }

  @Test
  void aStepIsTakenOnceThoughItsTraceCannotBeSeen() {
    Consumer<BookBuilder> book =
        b -> b.step("s", step -> step.reset(RESERVE).allow("RERUN02", "pure"));
    String target;
    try (FlowStore store = FlowStores.open(Migrating.in(file).url())) {
      target = store.load(FLOW).orElseThrow().shape().text();
    }

    assertThat(Migrating.in(file).migrate("volume_create_api", target, book).values())
        .singleElement()
        .isInstanceOf(Outcome.Migrated.class);
    Rows once = Rows.of(file);
    assertThat(Migrating.in(file).migrate("volume_create_api", target, book).values())
        .singleElement()
        .isInstanceOf(Outcome.Current.class);
    assertThat(Rows.of(file)).isEqualTo(once);
  }

  @Test
  void aDatabaseInWalModeHasItsJournalInItself() {
    Fixtures.execute(file, "PRAGMA journal_mode = WAL");
    assertThatThrownBy(() -> FlowStores.open(Migrating.in(file).url()))
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("?journal=here");
  }
}
