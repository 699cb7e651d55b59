package dev.portage.jdbc;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.creation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.StaleWriteException;
import dev.portage.store.StoreUnavailableException;
import dev.portage.testkit.OpenedStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever waits for a write makes it, unless somebody is writing. */
@Timeout(60)
final class OwnWritesTest {
  @TempDir private Path directory;
  private WatchedStore watched;
  private FlowStore store;

  @BeforeEach
  void open() {
    watched = WatchedStore.open(directory.resolve("x.db"));
    store = watched.store();
  }

  @AfterEach
  void close() {
    watched.close();
  }

  private static boolean inserts(String sql) {
    return sql.startsWith("INSERT INTO");
  }

  @Test
  void whoWaitsAndFindsNobodyWritingWritesItself() {
    CompletableFuture<FlowHeader> write = store.commitHere(creation("1"));

    assertThat(write).isCompleted();
    assertThat(watched.connections().committers()).endsWith(Thread.currentThread());
    store.commitHere(creation("2")).join();
    assertThat(watched.connections().committers()).endsWith(Thread.currentThread());
  }

  @Test
  void whoFindsSomebodyWritingIsNotHeldUpAndSharesATransaction() {
    CountDownLatch latch = new CountDownLatch(1);
    watched.connections().waitFor(latch);
    Thread first = new Thread(() -> store.commitHere(creation("first")).join());
    first.start();
    await().until(() -> first.getState() == Thread.State.WAITING);
    List<CompletableFuture<FlowHeader>> writes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      writes.add(store.commitHere(creation("f" + i)));
    }

    assertThat(writes).noneMatch(CompletableFuture::isDone);
    int before = watched.connections().commits();
    latch.countDown();
    writes.forEach(CompletableFuture::join);
    assertThat(watched.connections().commits() - before).isLessThanOrEqualTo(2);
    assertThat(store.find(FlowQuery.all())).hasSize(51);
  }

  @Test
  void closingWaitsForWhoWritesItself() {
    CountDownLatch latch = new CountDownLatch(1);
    watched.connections().waitFor(latch);
    CompletableFuture<FlowHeader> write =
        CompletableFuture.supplyAsync(() -> store.commitHere(creation("first")).join());
    await()
        .until(() -> watched.connections().statements().stream().anyMatch(OwnWritesTest::inserts));
    CompletableFuture<Void> closing = CompletableFuture.runAsync(store::close);

    assertThat(closing).isNotDone();
    latch.countDown();
    closing.join();
    assertThat(write.join().revision()).isEqualTo(1);
    assertThatThrownBy(() -> store.commitHere(creation("late")).join())
        .hasRootCauseInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aWriteOfTheCallersOwnThatIsRefusedLeavesTheWriterFree() {
    FlowHeader old = OpenedStore.commit(store, creation("old"));
    OpenedStore.commit(store, change(old, FlowState.RUNNING));

    assertThatThrownBy(() -> store.commitHere(change(old, FlowState.FAILURE)).join())
        .hasCauseInstanceOf(StaleWriteException.class);
    watched.connections().failCommits();
    assertThatThrownBy(() -> store.commitHere(creation("1")).join())
        .hasCauseInstanceOf(StoreUnavailableException.class);
    watched.connections().restore();
    assertThat(store.commit(creation("1")).join().revision()).isEqualTo(1);
  }

  @Test
  void anInterruptedCallerWhoWaitsKeepsItsInterruptToo() {
    Thread.currentThread().interrupt();
    CompletableFuture<FlowHeader> write = store.commitHere(creation("1"));

    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(write::join).hasCauseInstanceOf(StoreUnavailableException.class);
    assertThat(store.load(FlowId.of("1"))).isEmpty();
  }

  @Test
  void whatSomebodyEmptiesMeanwhileIsFilledAgain() throws Exception {
    OpenedStore.commit(store, creation("1"));
    SqliteTables tables = new SqliteTables(directory.resolve("x.db"));
    for (String table : List.of("portage_atom", "portage_flow", "portage_shape")) {
      tables.execute("DELETE FROM " + table);
    }

    assertThat(OpenedStore.commit(store, creation("1")).revision()).isEqualTo(1);
    assertThat(store.load(FlowId.of("1"))).isPresent();
    assertThat(store.unreadable()).isEmpty();
  }
}
