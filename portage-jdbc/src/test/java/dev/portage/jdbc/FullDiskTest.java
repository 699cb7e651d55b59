package dev.portage.jdbc;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.FlowWrite;
import dev.portage.store.StoreUnavailableException;
import dev.portage.testkit.OpenedStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that may grow no further, which SQLite treats as it treats a full disk. */
final class FullDiskTest {
  @TempDir private Path directory;

  private String url() {
    return "jdbc:sqlite:" + directory.resolve("x.db");
  }

  private static FlowWrite large(FlowHeader from) {
    return change(
        from, FlowState.RUNNING, done("a", "{\"x\":\"" + "v".repeat(400_000) + "\"}", "x"));
  }

  @Test
  void whatDoesNotFitIsRefusedAndTheRestGoesOn() {
    try (FlowStore store = FlowStores.open(url() + "?max_page_count=60")) {
      FlowHeader made = OpenedStore.commit(store, creation("1"));
      FlowRecord before = store.load(made.id()).orElseThrow();

      assertThatThrownBy(() -> OpenedStore.commit(store, large(made)))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("x.db")
          .hasMessageContaining("could not be written: the disk is full");

      assertThat(store.load(made.id())).contains(before);
      assertThat(OpenedStore.commit(store, change(made, FlowState.FAILURE)).revision())
          .isEqualTo(2);
    }
  }

  @Test
  void ofAGroupOnlyThoseThatDoNotFitFail() {
    List<FlowHeader> made = new ArrayList<>();
    try (FlowStore store = FlowStores.open(url() + "?max_page_count=60")) {
      for (int i = 0; i < 20; i++) {
        made.add(OpenedStore.commit(store, creation("f" + i)));
      }
      List<CompletableFuture<FlowHeader>> writes = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        FlowHeader from = made.get(i);
        writes.add(store.commit(i % 2 == 0 ? large(from) : change(from, FlowState.RUNNING)));
      }
      for (int i = 0; i < 20; i++) {
        CompletableFuture<FlowHeader> write = writes.get(i);
        if (i % 2 == 0) {
          assertThatThrownBy(write::join).hasCauseInstanceOf(StoreUnavailableException.class);
        } else {
          assertThat(write.join().revision()).isEqualTo(2);
        }
      }
    }
  }

  @Test
  void everyAnsweredWriteIsThereAndWithRoomTheRestFollows() {
    List<FlowHeader> answered = new ArrayList<>();
    try (FlowStore store = FlowStores.open(url() + "?max_page_count=60")) {
      fill(store, answered);
    }

    try (FlowStore store = FlowStores.open(url())) {
      assertThat(store.find(FlowQuery.all())).containsExactlyInAnyOrderElementsOf(answered);
      assertThat(store.unreadable()).isEmpty();
      OpenedStore.commit(store, large(answered.get(0)));
    }
  }

  private static void fill(FlowStore store, List<FlowHeader> answered) {
    while (answered.size() < 10_000) {
      try {
        answered.add(store.commit(creation("flow-" + answered.size())).join());
      } catch (CompletionException e) {
        assertThat(e).hasCauseInstanceOf(StoreUnavailableException.class);
        return;
      }
    }
    throw new AssertionError("the database never became full");
  }
}
