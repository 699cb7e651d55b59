package dev.portage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RelayTest {
  private final Relay relay = new Relay("relay-test");
  private final AtomicInteger done = new AtomicInteger();

  @AfterEach
  void close() {
    relay.closeNow();
  }

  private void block(CountDownLatch latch) {
    try {
      latch.await();
      done.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void everyTaskHasAThreadEvenIfAllOthersWait() throws Exception {
    CyclicBarrier all = new CyclicBarrier(51);
    for (int i = 0; i < 50; i++) {
      relay.execute(
          () -> {
            try {
              all.await();
              done.incrementAndGet();
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
    }
    all.await();
    await().until(() -> done.get() == 50);
  }

  @Test
  void shortTasksShareFewThreads() {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch gate = new CountDownLatch(1);
    relay.execute(() -> block(gate));
    for (int i = 0; i < 20_000; i++) {
      relay.execute(
          () -> {
            threads.add(Thread.currentThread().getName());
            done.incrementAndGet();
          });
    }
    await().until(() -> done.get() == 20_000);
    gate.countDown();

    assertThat(threads).hasSizeLessThan(200);
    assertThat(threads).allMatch(name -> name.startsWith("relay-test-"));
  }

  @Test
  void tasksOfManyThreadsAreEachRunOnce() throws InterruptedException {
    Thread[] callers = new Thread[8];
    for (int i = 0; i < callers.length; i++) {
      callers[i] =
          new Thread(
              () -> {
                for (int j = 0; j < 5_000; j++) {
                  relay.execute(done::incrementAndGet);
                }
              });
      callers[i].start();
    }
    for (Thread caller : callers) {
      caller.join();
    }
    await().until(() -> done.get() >= 40_000);
    assertThat(done).hasValue(40_000);
  }

  @Test
  void whatATaskThrowsKeepsNoOtherFromBeingRun() {
    for (int i = 0; i < 10; i++) {
      relay.execute(
          () -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {});
            throw new IllegalStateException("on purpose");
          });
      relay.execute(done::incrementAndGet);
    }
    await().until(() -> done.get() == 10);
  }

  @Test
  void closedItRefusesAndRunsWhatItHasTaken() {
    CountDownLatch latch = new CountDownLatch(1);
    for (int i = 0; i < 20; i++) {
      relay.execute(() -> block(latch));
    }
    relay.close();

    assertThat(relay.isClosed()).isTrue();
    assertThatThrownBy(() -> relay.execute(done::incrementAndGet))
        .isInstanceOf(RejectedExecutionException.class);
    latch.countDown();
    await().until(() -> done.get() == 20);
  }

  @Test
  void closedAtOnceItStillLosesNothingThatItHasTaken() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      Relay short1 = new Relay("relay-short");
      AtomicInteger taken = new AtomicInteger();
      AtomicInteger run = new AtomicInteger();
      Thread caller =
          new Thread(
              () -> {
                try {
                  while (true) {
                    short1.execute(run::incrementAndGet);
                    taken.incrementAndGet();
                  }
                } catch (RejectedExecutionException e) {
                  done.incrementAndGet();
                }
              });
      caller.start();
      await().until(() -> run.get() > 10);
      short1.closeNow();
      caller.join();
      await().until(() -> run.get() == taken.get());
    }
    assertThat(done).hasValue(200);
  }
}
