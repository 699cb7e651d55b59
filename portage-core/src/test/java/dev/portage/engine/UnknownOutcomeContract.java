package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowExistsException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A connection that is cut between a commit and its answer leaves open what became of the write. An
 * engine that tries again is told that the flow has changed, and sees that it was itself.
 */
@Timeout(120)
abstract class UnknownOutcomeContract {
  private static final FlowId ID = FlowId.of("one");
  private static final int TASKS = 3;

  private final List<String> executed = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private FlowStore store;

  /** A new store. */
  abstract FlowStore openEmpty();

  @BeforeEach
  final void open() {
    store = openEmpty();
  }

  @AfterEach
  final void close() {
    store.close();
  }

  private Engine engine(FlowStore on, String owner) {
    Flow.Builder flow = Flow.linear("f");
    for (int i = 1; i <= TASKS; i++) {
      String name = "t" + i;
      flow.add(Task.named(name).run(in -> executed.add(name)));
    }
    return Engine.open(
        on,
        FlowCatalog.of("f", in -> flow.build()),
        EngineOptions.defaults()
            .withOwner(owner)
            .withListener(
                new FlowListener() {
                  @Override
                  public void onAtom(AtomTransition transition) {
                    told.add(transition.atom() + " " + transition.to());
                  }
                }));
  }

  private static CompletableFuture<FlowHeader> unknown() {
    return CompletableFuture.failedFuture(new StoreUnavailableException("the connection was cut"));
  }

  /** Lets each write land, and loses the first answer of each. */
  private FlowStore forgetful() {
    return new GuardedStore(
        store,
        (behind, write) -> {
          CompletableFuture<FlowHeader> answer = behind.commit(write);
          return answer.handle((header, thrown) -> thrown).join() == null ? unknown() : answer;
        });
  }

  @Test
  void aWriteThatLandedUnseenIsNotTakenForThatOfAnother() throws Exception {
    FlowRecord end;
    try (Engine engine = engine(forgetful(), "ann")) {
      end = engine.submit("f", ID, in -> {}).await().stored();
    }
    assertThat(end.header().state()).isEqualTo(FlowState.SUCCESS);
    assertThat(store.load(ID)).contains(end);
    assertThat(end.header().revision()).as("each write once").isEqualTo(TASKS + 2);
    assertThat(executed).containsExactly("t1", "t2", "t3");
    assertThat(told)
        .containsExactly(
            "t1 RUNNING", "t1 SUCCESS", "t2 RUNNING", "t2 SUCCESS", "t3 RUNNING", "t3 SUCCESS");
  }

  @Test
  void aSuspensionThatLandedUnseenIsOne() throws Exception {
    try (Engine engine = engine(forgetful(), "ann")) {
      FlowId id = engine.enqueue("f", ID, in -> {});
      try (FlowStepper stepper = engine.stepwise(id)) {
        stepper.handle().suspend();
        assertThat(stepper.handle().await().state()).isEqualTo(FlowState.SUSPENDED);
      }
    }
    FlowHeader stored = store.load(ID).orElseThrow().header();
    assertThat(stored.state()).isEqualTo(FlowState.SUSPENDED);
    assertThat(stored.lease().owner()).isNull();
  }

  @Test
  void anEngineThatHasReallyLostItsFlowIsTold() {
    AtomicBoolean isFirst = new AtomicBoolean(true);
    FlowStore cut =
        new GuardedStore(
            store,
            (behind, write) -> {
              if (write.expected().isAbsent() || !isFirst.getAndSet(false)) {
                return behind.commit(write);
              }
              FlowHeader stored = behind.load(ID).orElseThrow().header();
              FlowHeader unused = behind.commit(byAnother(stored, write)).join();
              return unknown();
            });
    try (Engine engine = engine(cut, "ann")) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      assertThatThrownBy(handle::await).isInstanceOf(LostLeaseException.class);
    }
    assertThat(executed).isEmpty();
    assertThat(store.load(ID).orElseThrow().header().lease().owner()).isEqualTo("bob");
  }

  /** The same, but under a claim of somebody else for whom the lease has ended. */
  private static FlowWrite byAnother(FlowHeader stored, FlowWrite write) {
    Instant later = stored.lease().until().plus(Duration.ofHours(1));
    return new FlowWrite(
        write.key(),
        write.expected(),
        write.head(),
        write.put(),
        List.of(),
        new LeaseChange.Claim("bob", later, later.plusSeconds(60)),
        null);
  }

  @Test
  void aFlowThatSomebodyElseHasMadeIsStillThere() {
    FlowStore cut =
        new GuardedStore(
            store,
            (behind, write) -> {
              if (behind.load(ID).isPresent()) {
                return behind.commit(write);
              }
              try (Engine other = engine(behind, "bob")) {
                other.submit("f", ID, in -> {});
              }
              return unknown();
            });
    try (Engine engine = engine(cut, "ann")) {
      assertThatThrownBy(() -> engine.submit("f", ID, in -> {}))
          .isInstanceOf(FlowExistsException.class)
          .hasSuppressedException(new StoreUnavailableException("the connection was cut"));
    }
  }
}
