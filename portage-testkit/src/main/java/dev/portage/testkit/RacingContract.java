package dev.portage.testkit;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.claim;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.FlowState;
import dev.portage.store.FlowExistsException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.StaleWriteException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds when many threads write at once. */
public interface RacingContract extends OpenedStore {
  /** How many threads race. */
  int THREADS = 8;

  /** How long a write may take before the test gives up. */
  Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  default void ofManyWritesOnOneRevisionExactlyOneWins() {
    FlowHeader header = make("1");
    for (int round = 0; round < 10; round++) {
      FlowHeader from = header;
      List<String> winners =
          race(
              thread -> {
                try {
                  commit(change(from, FlowState.RUNNING, done("a", "{\"by\":" + thread + "}")));
                  return "" + thread;
                } catch (StaleWriteException e) {
                  return "";
                }
              });
      winners.removeIf(String::isEmpty);
      assertThat(winners).hasSize(1);
      FlowRecord stored = load("1");
      assertThat(stored.touched().values())
          .containsExactly(done("a", "{\"by\":" + winners.get(0) + "}"));
      header = stored.header();
      assertThat(header.revision()).isEqualTo(from.revision() + 1);
    }
  }

  @Test
  default void ofManyThatMakeOneFlowExactlyOneDoes() {
    List<Boolean> made =
        race(
            thread -> {
              try {
                make("1");
                return true;
              } catch (FlowExistsException e) {
                return false;
              }
            });

    assertThat(made).containsOnlyOnce(true);
    assertThat(load("1").header().revision()).isEqualTo(1);
  }

  @Test
  default void ofManyClaimsExactlyOneWins() {
    FlowHeader made = make("1");

    List<Boolean> won =
        race(
            thread ->
                store().claim(made.id(), 1, claim("t" + thread, clock().instant())).isPresent());

    assertThat(won).containsOnlyOnce(true);
    assertThat(load("1").header().lease().token()).isEqualTo(1);
  }

  @Test
  default void writesOfManyFlowsFromManyThreadsAllLand() {
    race(
        thread -> {
          List<FlowHeader> headers = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            headers.add(commit(creation(thread + "-" + i)));
          }
          for (int step = 0; step < 3; step++) {
            int number = step;
            headers.replaceAll(
                from -> commit(change(from, FlowState.RUNNING, done("s" + number, "{}"))));
          }
          return headers;
        });

    List<FlowHeader> all = store().find(FlowQuery.all());
    assertThat(all).hasSize(THREADS * 10);
    assertThat(all)
        .allSatisfy(
            header -> {
              assertThat(header.revision()).isEqualTo(4);
              assertThat(store().load(header.id()).orElseThrow().touched()).hasSize(3);
            });
  }

  @Test
  default void ofManyWritesInFlightOnlyTheWrongOnesFail() {
    FlowHeader old = make("old");
    FlowHeader now = commit(change(old, FlowState.RUNNING));
    List<CompletableFuture<FlowHeader>> right = new ArrayList<>();
    List<CompletableFuture<FlowHeader>> wrong = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      right.add(store().commit(creation("f" + i)));
      if (i % 25 == 10) {
        wrong.add(store().commit(change(old, FlowState.FAILURE, done("a", "{}"))));
      } else if (i % 25 == 20) {
        wrong.add(store().commit(creation("f0")));
      }
    }
    right.add(store().commit(change(now, FlowState.SUCCESS, done("b", "{}"))));

    assertThat(right).allSatisfy(write -> assertThat(write).succeedsWithin(PATIENCE));
    assertThat(wrong)
        .allSatisfy(
            write ->
                assertThat(write)
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOfAny(StaleWriteException.class, FlowExistsException.class));
    assertThat(store().find(FlowQuery.all())).hasSize(101);
    assertThat(right)
        .allSatisfy(
            write -> assertThat(load(write.join().id().text()).header()).isEqualTo(write.join()));
    assertThat(load("old").touched().values()).containsExactly(done("b", "{}"));
  }

  @Test
  default void whoReadsMeanwhileSeesWholeFlows() {
    FlowHeader made = make("1");
    List<Boolean> whole =
        race(
            thread -> {
              boolean consistent = true;
              FlowHeader header = made;
              for (int i = 0; i < 25; i++) {
                if (thread == 0) {
                  String json = "{\"n\":" + (header.revision() + 1) + "}";
                  header =
                      commit(change(header, FlowState.RUNNING, done("a", json), done("b", json)));
                } else {
                  consistent &= isWhole(load("1"));
                }
              }
              return consistent;
            });

    assertThat(whole).doesNotContain(false);
  }

  private static boolean isWhole(FlowRecord stored) {
    String json = "{\"n\":" + stored.header().revision() + "}";
    return stored.header().revision() == 1
        ? stored.touched().isEmpty()
        : List.copyOf(stored.touched().values()).equals(List.of(done("a", json), done("b", json)));
  }

  /** What one of several threads does. */
  interface Racer<T> {
    /** Runs as that thread. */
    T run(int thread) throws Exception;
  }

  /** Starts all threads at one moment; what they returned, in no order that matters. */
  static <T> List<T> race(Racer<T> racer) {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<T>> racers =
          IntStream.range(0, THREADS)
              .<Callable<T>>mapToObj(
                  thread ->
                      () -> {
                        start.await();
                        return racer.run(thread);
                      })
              .toList();
      List<T> results = new ArrayList<>();
      for (Future<T> result : pool.invokeAll(racers)) {
        results.add(result.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while racing", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a racer failed", e);
    } finally {
      pool.shutdownNow();
    }
  }
}
