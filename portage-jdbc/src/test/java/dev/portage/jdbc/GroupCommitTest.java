package dev.portage.jdbc;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.claim;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.done;
import static dev.portage.testkit.StoreSamples.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.StaleWriteException;
import dev.portage.store.StoreUnavailableException;
import dev.portage.testkit.OpenedStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class GroupCommitTest {
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

  /** Keeps the writer busy with one write until the latch is down; then it takes all others. */
  private CompletableFuture<FlowHeader> block(CountDownLatch latch) {
    watched.connections().waitFor(latch);
    return store.commit(creation("blocker"));
  }

  private int commitsOf(List<CompletableFuture<?>> writes, CountDownLatch latch) {
    int before = watched.connections().commits();
    latch.countDown();
    writes.forEach(write -> assertThat(write).satisfies(GroupCommitTest::settle));
    return watched.connections().commits() - before;
  }

  private static void settle(CompletableFuture<?> write) {
    try {
      write.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(RuntimeException.class);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("the write was not answered", e);
    }
  }

  @Test
  void writesThatQueueUpShareTransactions() {
    CountDownLatch latch = new CountDownLatch(1);
    List<CompletableFuture<?>> writes = new ArrayList<>(List.of(block(latch)));
    for (int i = 0; i < 100; i++) {
      writes.add(store.commit(creation("f" + i)));
    }

    assertThat(commitsOf(writes, latch)).isLessThanOrEqualTo(3);
    assertThat(store.find(FlowQuery.all())).hasSize(101);
  }

  @Test
  void aStaleWriteInAGroupFailsAlone() {
    FlowHeader old = OpenedStore.commit(store, creation("old"));
    FlowHeader now = OpenedStore.commit(store, change(old, FlowState.RUNNING));
    CountDownLatch latch = new CountDownLatch(1);
    List<CompletableFuture<?>> writes = new ArrayList<>(List.of(block(latch)));
    writes.add(store.commit(creation("before")));
    CompletableFuture<FlowHeader> stale =
        store.commit(change(old, FlowState.FAILURE, row("a", AtomState.FAILURE)));
    writes.add(stale);
    writes.add(store.commit(change(now, FlowState.SUCCESS, done("a", "{}"))));
    writes.add(store.commit(creation("after")));

    commitsOf(writes, latch);

    assertThatThrownBy(stale::join).hasCauseInstanceOf(StaleWriteException.class);
    assertThat(store.find(FlowQuery.all()))
        .extracting(header -> header.id() + " " + header.revision())
        .containsExactly("after 1", "before 1", "blocker 1", "old 3");
    assertThat(store.load(old.id()).orElseThrow().touched().values())
        .containsExactly(done("a", "{}"));
  }

  @Test
  void aWriteThatTheDatabaseCannotTakeFailsAlone() throws Exception {
    new SqliteTables(directory.resolve("x.db"))
        .execute(
            "CREATE TRIGGER poison BEFORE INSERT ON portage_flow WHEN new.id = 'poison'"
                + " BEGIN SELECT RAISE(ROLLBACK, 'poisoned'); END");
    CountDownLatch latch = new CountDownLatch(1);
    List<CompletableFuture<?>> writes = new ArrayList<>(List.of(block(latch)));
    writes.add(store.commit(creation("before")));
    CompletableFuture<FlowHeader> poison = store.commit(creation("poison"));
    writes.add(poison);
    writes.add(store.commit(creation("after")));

    commitsOf(writes, latch);

    assertThatThrownBy(poison::join).hasCauseInstanceOf(StoreUnavailableException.class);
    assertThat(store.find(FlowQuery.all()))
        .extracting(header -> header.id().text())
        .containsExactly("after", "before", "blocker");
  }

  @Test
  @Timeout(10)
  void aDatabaseThatSomebodyElseHoldsIsWaitedForOnceByAGroup() throws SQLException {
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("x.db"));
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      List<CompletableFuture<FlowHeader>> writes = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        writes.add(store.commit(creation("f" + i)));
      }
      for (CompletableFuture<FlowHeader> write : writes) {
        assertThatThrownBy(write::join)
            .hasCauseInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("another process holds the database");
      }
      statement.execute("ROLLBACK");
    }
    assertThat(OpenedStore.commit(store, creation("late")).revision()).isEqualTo(1);
  }

  @Test
  void nobodyIsAnsweredBeforeTheCommit() {
    CountDownLatch latch = new CountDownLatch(1);
    CompletableFuture<FlowHeader> write = block(latch);

    assertThat(write).isNotDone();
    assertThat(store.load(FlowId.of("blocker"))).isEmpty();

    latch.countDown();
    assertThat(write.join().revision()).isEqualTo(1);
    assertThat(store.load(FlowId.of("blocker"))).isPresent();
  }

  @Test
  void claimsAreInOrderWithWrites() {
    CountDownLatch latch = new CountDownLatch(1);
    CompletableFuture<FlowHeader> made = block(latch);
    CompletableFuture<Boolean> claimed =
        CompletableFuture.supplyAsync(
            () -> store.claim(FlowId.of("blocker"), 1, claim("ann", Instant.now())).isPresent());
    latch.countDown();

    assertThat(made.join().lease().token()).isEqualTo(0);
    assertThat(claimed.join()).isTrue();
  }

  @Test
  void dependentsMayWaitForOtherWrites() {
    CompletableFuture<Boolean> chain =
        store
            .commit(creation("1"))
            .thenApply(header -> OpenedStore.commit(store, change(header, FlowState.RUNNING)))
            .thenApply(
                header ->
                    store
                        .claim(header.id(), header.revision(), claim("ann", Instant.now()))
                        .isPresent());

    assertThat(chain.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
  }

  @Test
  void aStoreThatCannotCommitSaysSoAndStaysUsable() {
    FlowHeader made = OpenedStore.commit(store, creation("1"));
    watched.connections().failCommits();

    assertThatThrownBy(() -> OpenedStore.commit(store, change(made, FlowState.RUNNING)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("x.db")
        .hasMessageContaining("could not be written: the disk reports an error, or is full");
    assertThat(store.load(made.id()).orElseThrow().header()).isEqualTo(made);

    watched.connections().restore();
    assertThat(OpenedStore.commit(store, change(made, FlowState.RUNNING)).revision()).isEqualTo(2);
  }

  @Test
  void aLostConnectionIsAnErrorUntilItIsBack() {
    FlowHeader made = OpenedStore.commit(store, creation("1"));
    watched.connections().lose();

    assertThatThrownBy(() -> OpenedStore.commit(store, change(made, FlowState.RUNNING)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("connection refused");
    assertThatThrownBy(() -> store.claim(made.id(), 1, claim("ann", Instant.now())))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> store.renew(made.id(), 1, Instant.now()))
        .isInstanceOf(StoreUnavailableException.class);

    watched.connections().restore();
    assertThat(OpenedStore.commit(store, change(made, FlowState.RUNNING)).revision()).isEqualTo(2);
  }

  @Test
  void closingWritesWhatIsQueuedAndTakesNothingMore() {
    CountDownLatch latch = new CountDownLatch(1);
    List<CompletableFuture<FlowHeader>> writes = new ArrayList<>(List.of(block(latch)));
    for (int i = 0; i < 50; i++) {
      writes.add(store.commit(creation("f" + i)));
    }
    CompletableFuture<Void> closing = CompletableFuture.runAsync(store::close);
    latch.countDown();
    closing.join();

    writes.forEach(write -> assertThat(write.join().revision()).isEqualTo(1));
    assertThatThrownBy(() -> OpenedStore.commit(store, creation("late")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> store.release(FlowId.of("f1"), 0))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> store.load(FlowId.of("f1")))
        .isInstanceOf(StoreUnavailableException.class);
    store.close();
  }

  @Test
  void anInterruptedCallerKeepsItsInterrupt() {
    Thread.currentThread().interrupt();
    CompletableFuture<FlowHeader> write = store.commit(creation("1"));

    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(write::join)
        .hasCauseInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("interrupted");
    assertThat(store.load(FlowId.of("1"))).isEmpty();
  }
}
