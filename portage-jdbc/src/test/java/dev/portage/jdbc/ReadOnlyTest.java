package dev.portage.jdbc;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.creation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.testkit.OpenedStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadOnlyTest {
  @TempDir private Path directory;

  private String url() {
    return "jdbc:sqlite:" + directory.resolve("x.db");
  }

  @Test
  void theDatabaseItselfRefusesToWrite() {
    try (FlowStore store = FlowStores.open(url())) {
      OpenedStore.commit(store, creation("1"));
    }
    SqliteFile file = SqliteFile.of(url());
    try (Database only = file.readingOnly();
        Database reading = file.reading()) {
      for (Database database : new Database[] {only, reading}) {
        try (Handle handle = database.jdbi().open()) {
          assertThatThrownBy(() -> handle.execute("DELETE FROM portage_flow"))
              .isInstanceOf(JdbiException.class)
              .hasMessageContaining("readonly");
        }
      }
    }
  }

  @Test
  void readingChangesNoByteOfTheFileAndLeavesNothingBesideIt() throws IOException {
    try (FlowStore store = FlowStores.open(url())) {
      OpenedStore.commit(store, creation("1"));
    }
    byte[] before = Files.readAllBytes(directory.resolve("x.db"));

    try (FlowReader reader = FlowStores.openForReading(url())) {
      assertThat(reader.find(FlowQuery.all())).hasSize(1);
      assertThat(reader.unreadable()).isEmpty();
    }

    assertThat(Files.readAllBytes(directory.resolve("x.db"))).isEqualTo(before);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(directory.resolve("x.db"));
    }
  }

  @Test
  void aReaderSeesWhatAWriterBesideItHasCommitted() {
    try (FlowStore store = FlowStores.open(url())) {
      FlowHeader made = OpenedStore.commit(store, creation("1"));
      try (FlowReader reader = FlowStores.openForReading(url())) {
        assertThat(reader.load(made.id()).orElseThrow().header()).isEqualTo(made);
        FlowHeader now = OpenedStore.commit(store, change(made, FlowState.RUNNING));
        assertThat(reader.load(made.id()).orElseThrow().header()).isEqualTo(now);
      }
    }
  }

  @Test
  void aReaderThatWasThereFirstSeesWhatIsWrittenLater() {
    FlowStores.open(url()).close();
    try (FlowReader reader = FlowStores.openForReading(url())) {
      assertThat(reader.find(FlowQuery.all())).isEmpty();
      for (int round = 1; round <= 3; round++) {
        try (FlowStore store = FlowStores.open(url())) {
          for (int i = 0; i < 20; i++) {
            OpenedStore.commit(store, creation(round + "-" + i));
          }
          assertThat(reader.find(FlowQuery.all())).as("while it is open").hasSize(round * 20);
        }
        assertThat(reader.find(FlowQuery.all())).as("once it is closed").hasSize(round * 20);
        assertThat(reader.unreadable()).isEmpty();
      }
    }
  }

  @Test
  void aReaderOfAFileThatIsOpenedAndClosedAgainAndAgainIsNeverMisled() {
    try (FlowStore store = FlowStores.open(url())) {
      OpenedStore.commit(store, creation("0"));
    }
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i <= 10; i++) {
                try (FlowStore store = FlowStores.open(url())) {
                  OpenedStore.commit(store, creation("" + i));
                }
              }
            });
    int last = 0;
    do {
      try (FlowReader reader = FlowStores.openForReading(url())) {
        for (int i = 0; i < 5; i++) {
          int found = reader.find(FlowQuery.all()).size();
          assertThat(found).isGreaterThanOrEqualTo(last);
          last = found;
        }
      }
    } while (!writing.isDone());
    writing.join();
    try (FlowReader reader = FlowStores.openForReading(url())) {
      assertThat(reader.find(FlowQuery.all())).hasSize(11);
      assertThat(reader.unreadable()).isEmpty();
    }
  }

  @Test
  void aLogThatACrashHasLeftIsRead() throws IOException {
    try (FlowStore store = FlowStores.open(url())) {
      OpenedStore.commit(store, creation("1"));
      Files.createDirectory(directory.resolve("copy"));
      for (String name : new String[] {"x.db", "x.db-wal"}) {
        Files.copy(directory.resolve(name), directory.resolve("copy").resolve(name));
      }
    }

    String copy = "jdbc:sqlite:" + directory.resolve("copy").resolve("x.db");
    try (FlowReader reader = FlowStores.openForReading(copy)) {
      assertThat(reader.load(FlowId.of("1"))).isPresent();
      assertThat(reader.description()).contains("x.db");
    }
  }

  @Test
  void twoStoresOnOneFileTakeTurns() {
    try (FlowStore one = FlowStores.open(url());
        FlowStore two = FlowStores.open(url())) {
      FlowHeader made = OpenedStore.commit(one, creation("1"));
      FlowHeader now = OpenedStore.commit(two, change(made, FlowState.RUNNING));
      assertThatThrownBy(() -> OpenedStore.commit(one, change(made, FlowState.SUCCESS)))
          .hasMessageContaining("revision 2");
      assertThat(OpenedStore.commit(one, change(now, FlowState.SUCCESS)).revision()).isEqualTo(3);
    }
  }
}
