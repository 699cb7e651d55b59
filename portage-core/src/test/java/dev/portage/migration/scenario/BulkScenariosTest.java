package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.engine.Engine;
import dev.portage.engine.FlowRefusedException;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many flows at once, while others are at work on them. */
@Timeout(60)
final class BulkScenariosTest {
  private static final Migrations STANDARD = book(b -> {});

  private final Lab lab = new Lab();
  private final Flow v0 = linear(lab.task("a"), lab.task("b").version(3, 0));
  private final Flow v1 = linear(lab.task("a"), lab.task("b"));
  private final Flow v2 = linear(lab.task("a"), lab.task("b"), lab.task("c"));
  private final Flow v3 = linear(lab.task("a"), lab.task("b"), lab.task("c"), lab.task("d"));
  private final Release old = new Release(lab, v1, STANDARD);
  private final Release now = new Release(lab, v2, STANDARD);

  private List<FlowHeader> selected() {
    return lab.store.find(FlowQuery.unfinished().shaped(Shape.of(v1).fingerprint().hex()));
  }

  private List<Outcome> migrate(List<FlowHeader> selected) {
    return selected.stream().map(header -> now.migrates(header.id())).toList();
  }

  private boolean isNew(FlowId id) {
    return lab.stored(id).shape().equals(Shape.of(v2));
  }

  @Test
  void s03AFlowOfAnotherSourceIsRefusedAloneAndItsShapeIsNamed() {
    FlowId before = lab.given(v0, done("a"));
    FlowId ready = lab.given(v1, done("a"));
    FlowId beyond = lab.given(v2, done("a"));
    Release next = new Release(lab, v3, STANDARD);
    assertThat(next.migrates(beyond)).isInstanceOf(Outcome.Migrated.class);
    String stuck = lab.stored(before).toString();
    String newer = lab.stored(beyond).toString();

    assertThat(now.migrates(before))
        .isInstanceOfSatisfying(
            Outcome.Stuck.class, outcome -> assertThat(outcome.findings()).isNotEmpty());
    assertThat(now.migrates(ready)).isInstanceOf(Outcome.Migrated.class);
    assertThat(now.migrates(beyond))
        .isInstanceOfSatisfying(
            Outcome.Newer.class,
            outcome -> assertThat(outcome.why()).endsWith(Shape.of(v3).fingerprint().brief()));
    try (Engine engine = now.engine()) {
      for (FlowId id : List.of(before, beyond)) {
        String stored = lab.stored(id).shape().fingerprint().brief();
        assertThatThrownBy(() -> engine.resume(id))
            .isInstanceOf(FlowRefusedException.class)
            .hasMessageContaining("it is stored as " + stored)
            .hasMessageContaining("the code has " + Shape.of(v2).fingerprint().brief());
      }
    }
    assertThat(lab.stored(before)).hasToString(stuck);
    assertThat(lab.stored(beyond)).hasToString(newer);
  }

  @Test
  void s52TwoThatRunTheSameMigrationMigrateEachFlowOnce() throws Exception {
    List<FlowId> ids = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ids.add(lab.given(v1, done("a")));
    }
    List<FlowHeader> selected = selected();
    CyclicBarrier start = new CyclicBarrier(2);
    Callable<List<Outcome>> run =
        () -> {
          start.await(20, TimeUnit.SECONDS);
          return migrate(selected);
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<List<Outcome>> one = threads.submit(run);
      Future<List<Outcome>> other = threads.submit(run);
      List<Outcome> all = new ArrayList<>(one.get());
      all.addAll(other.get());
      assertThat(all.stream().filter(Outcome.Migrated.class::isInstance)).hasSize(ids.size());
      assertThat(all).extracting(Outcome::word).isSubsetOf("migrated", "current", "busy");
    } finally {
      threads.shutdownNow();
    }
    assertThat(ids).allMatch(this::isNew).allMatch(id -> lab.journal(id).size() == 1);
  }

  @Test
  void s55AFlowThatEndsBeforeItsTurnIsSkippedAndNoFailure() throws InterruptedException {
    FlowId first = lab.given(v1, done("a"));
    FlowId ends = lab.given(v1, done("a"));
    List<FlowHeader> selected = selected();
    assertThat(lab.resume(ends, v1, STANDARD).state()).isEqualTo(FlowState.SUCCESS);
    String before = lab.stored(ends).toString();

    assertThat(migrate(selected)).extracting(Outcome::word).containsExactly("migrated", "finished");
    assertThat(lab.stored(ends)).hasToString(before);
    assertThat(isNew(first)).isTrue();
  }

  @Test
  void s56FlowsThatAnOldNodeStartsMeanwhileAreFoundByASecondPass() throws InterruptedException {
    old.bears("2");
    List<FlowHeader> selected = selected();
    old.bears("1");
    assertThat(migrate(selected)).extracting(Outcome::word).containsExactly("migrated");
    old.bears("3");
    assertThat(isNew(FlowId.of("1"))).as("nobody refuses old code its own flows").isFalse();

    assertThat(migrate(selected())).extracting(Outcome::word).containsOnly("migrated").hasSize(2);
    assertThat(selected()).isEmpty();
    assertThat(old.works().left()).as("which is then left alone").hasSize(1);

    old.bears("4");
    assertThat(now.works().refused()).as("new workers find those too").isEmpty();
    assertThat(isNew(FlowId.of("4"))).isTrue();
    for (String id : List.of("1", "2", "3", "4")) {
      assertThat(lab.journal(FlowId.of(id))).as(id).hasSize(1);
      assertThat(lab.stored(FlowId.of(id)).header().state()).isEqualTo(FlowState.SUCCESS);
    }
  }
}
