package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.FlowModule;
import dev.portage.Portage;
import dev.portage.engine.Admission;
import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowHandle;
import dev.portage.engine.FlowRefusedException;
import dev.portage.engine.ResumeReport;
import dev.portage.migration.MigratingAdmission;
import dev.portage.migration.MigrationRefusedException;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.Verdict;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Slot;
import dev.portage.shape.Shape;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.LineageEdge;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of two shapes is newer, without a clock: rolling deployments, roll-backs, returns. */
@Timeout(60)
final class LineageTest {
  private static final Slot<Boolean> GIFT = Slot.of("gift", Boolean.class);
  private static final Migrations STANDARD = book(b -> {});

  private final Lab lab = new Lab();
  private final Flow a = linear(lab.task("a"), lab.task("b"));
  private final Flow b = linear(lab.task("a"), lab.task("b"), lab.task("notify"));
  private final Release one = new Release(lab, a, STANDARD);
  private final Release two = new Release(lab, b, STANDARD);

  private static List<FlowId> resumed(ResumeReport report) {
    assertThat(report.refused()).isEmpty();
    return report.resumed().stream().map(FlowHandle::id).toList();
  }

  private static String brief(Flow flow) {
    return Shape.of(flow).fingerprint().brief();
  }

  private FlowHeader header(FlowId id) {
    return lab.stored(id).header();
  }

  @Test
  void oldCodeLeavesAloneWhatNewCodeHasCarriedOver() throws InterruptedException {
    FlowId carried = lab.given(a, done("a"));
    FlowId own = lab.given(a, done("a"));
    assertThat(two.migrates(carried)).isInstanceOf(Outcome.Migrated.class);
    String before = lab.image();

    assertThat(one.migrates(carried))
        .isEqualTo(
            new Outcome.Newer(
                List.of(), "by lineage: newer code carried " + brief(a) + " over to " + brief(b)));
    assertThat(lab.image()).isEqualTo(before);

    ResumeReport report = one.works();
    assertThat(resumed(report)).containsExactly(own);
    assertThat(report.left())
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.line().unfinished()).isEqualTo(1);
              assertThat(left.why()).contains("newer code carried " + brief(a));
            });
    assertThat(resumed(two.works())).containsExactly(carried);
    assertThat(header(carried).state()).isEqualTo(FlowState.SUCCESS);
  }

  @Test
  void oldCodeLeavesAloneWhatWasBornUnderNewCodeThoughNothingOldIsUnfinished()
      throws InterruptedException {
    one.bears("old");
    one.works();
    FlowId born = two.bears("born");
    String before = lab.image();

    assertThat(resumed(one.works())).isEmpty();
    try (Engine engine = one.engine()) {
      assertThatThrownBy(() -> engine.resume(born))
          .isInstanceOfSatisfying(
              MigrationRefusedException.class,
              e -> assertThat(e.verdict()).isEqualTo(Verdict.NEWER))
          .hasMessageContaining("it waits for a newer process");
    }
    assertThat(one.forecast(b).verdict()).isEqualTo(Verdict.NEWER);
    assertThat(one.forecast(b).why()).contains("by lineage");
    assertThat(lab.image()).isEqualTo(before);
    assertThat(lab.store.refusals(FlowQuery.all())).as("nothing is wrong with it").isEmpty();
    assertThat(resumed(two.works())).containsExactly(born);
  }

  @Test
  void afterARollBackNewFlowsWaitAndGoOnWhenTheNewCodeReturns() throws InterruptedException {
    one.bears("old-1");
    FlowId waiting = two.bears("new-1");
    assertThat(resumed(one.works())).containsExactly(FlowId.of("old-1"));
    FlowId after = one.bears("old-2");
    assertThat(one.works().left()).hasSize(1);
    FlowId last = one.bears("old-3");

    assertThat(resumed(two.works())).containsExactly(waiting, last);
    assertThat(header(after).shape().fingerprint()).isEqualTo(Shape.of(a).fingerprint());
    assertThat(header(last).shape().fingerprint()).isEqualTo(Shape.of(b).fingerprint());
    assertThat(lab.journal(last)).hasSize(1);
    assertThat(lab.journal(waiting)).isEmpty();
  }

  @Test
  void aReleaseThatReturnsOnPurposeSaysSoAndTheOthersSeeIt() throws InterruptedException {
    one.bears("0");
    two.bears("1");
    Release three = new Release(lab, a, book(s -> s.supersedes(brief(b))));

    assertThat(three.forecast(b).verdict()).isEqualTo(Verdict.PENDING);
    FlowId born = three.bears("2");
    assertThat(two.works().left()).as("the old release of the two").hasSize(1);
    two.bears("3");
    assertThat(one.works().left()).as("the same shape, which does not say so").hasSize(1);
    three.bears("4");
    assertThat(resumed(three.works())).contains(FlowId.of("3"), FlowId.of("4"));
    assertThat(header(born).state()).isEqualTo(FlowState.SUCCESS);
  }

  @Test
  void whoReturnsAgainAddsALineAndNobodyTakesTheFlowBack() throws InterruptedException {
    one.bears("0");
    FlowId flow = two.bears("1");
    Release three = new Release(lab, a, book(s -> s.supersedes(brief(b))));
    Release four = new Release(lab, b, book(s -> s.supersedes(brief(b)).supersedes(brief(a))));
    Release five =
        new Release(
            lab, a, book(s -> s.supersedes(brief(b)).supersedes(brief(a)).supersedes(brief(b))));

    assertThat(three.migrates(flow)).isInstanceOf(Outcome.Migrated.class);
    assertThat(two.migrates(flow)).isInstanceOf(Outcome.Newer.class);
    assertThat(four.migrates(flow)).isInstanceOf(Outcome.Migrated.class);
    assertThat(three.migrates(flow)).isInstanceOf(Outcome.Newer.class);
    assertThat(one.migrates(flow)).isInstanceOf(Outcome.Newer.class);
    assertThat(five.migrates(flow)).isInstanceOf(Outcome.Migrated.class);
    assertThat(four.migrates(flow)).isInstanceOf(Outcome.Newer.class);
    assertThat(two.migrates(flow)).isInstanceOf(Outcome.Newer.class);
    assertThat(five.migrates(flow)).isInstanceOf(Outcome.Current.class);
    assertThat(lab.journal(flow)).hasSize(3);
  }

  @Test
  void aSupersededShapeEndsTheLineageThere() {
    Flow c = linear(lab.task("a"), lab.task("b"), lab.task("notify"), lab.task("audit"));
    Release three = new Release(lab, c, STANDARD);
    FlowId first = lab.given(a, done("a"));
    assertThat(two.migrates(first)).isInstanceOf(Outcome.Migrated.class);
    FlowId second = lab.given(b, done("a"));
    assertThat(three.migrates(second)).isInstanceOf(Outcome.Migrated.class);

    assertThat(one.migrates(second)).as("over two edges").isInstanceOf(Outcome.Newer.class);
    assertThat(two.migrates(second)).isInstanceOf(Outcome.Newer.class);
    Release back = new Release(lab, a, book(s -> s.supersedes(brief(b))));
    assertThat(back.migrates(second)).isInstanceOf(Outcome.Migrated.class);
    assertThat(new Release(lab, a, book(s -> s.supersedes(brief(c)))).migrates(first))
        .as("what it does not name is still newer")
        .isInstanceOf(Outcome.Newer.class);
  }

  @Test
  void ofALineageThatLeadsBothWaysNeitherTakesWhatIsTheOthers() {
    one.bears("1");
    FlowId flow = two.bears("2");
    assertThat(two.migrates(FlowId.of("1"))).isInstanceOf(Outcome.Migrated.class);
    lab.store.note(
        List.of(
            new LineageEdge(
                Lab.FLOW, "", Shape.of(b).fingerprint(), Shape.of(a).fingerprint(), 0, flow)));
    FlowId old = lab.given(a, done("a"));
    assertThat(one.migrates(flow)).isInstanceOf(Outcome.Newer.class);
    assertThat(two.migrates(old)).isInstanceOf(Outcome.Newer.class);
  }

  @Test
  void eachVariantHasALineageOfItsOwn() throws InterruptedException {
    FlowCatalog old =
        FlowCatalog.builder()
            .flow(Lab.FLOW, in -> in.has(GIFT) ? "gift" : "", in -> in.has(GIFT) ? b : a)
            .build();
    FlowCatalog now =
        FlowCatalog.builder()
            .flow(Lab.FLOW, in -> in.has(GIFT) ? "gift" : "", in -> in.has(GIFT) ? a : b)
            .build();
    Release before = new Release(lab, old, STANDARD);
    Release after = new Release(lab, now, STANDARD);
    try (Engine engine = before.engine()) {
      engine.enqueue(Lab.FLOW, FlowId.of("1"), in -> {});
      engine.enqueue(Lab.FLOW, FlowId.of("2"), in -> in.put(GIFT, true));
    }
    assertThat(after.migrates(FlowId.of("1"))).isInstanceOf(Outcome.Migrated.class);
    assertThat(after.migrates(FlowId.of("2"))).isInstanceOf(Outcome.Migrated.class);
    assertThat(before.migrates(FlowId.of("1"))).isInstanceOf(Outcome.Newer.class);
    assertThat(resumed(before.works())).isEmpty();
    assertThat(resumed(after.works())).hasSize(2);
  }

  @Test
  void aPinnedEngineRunsItsOwnShapeOnly() throws InterruptedException {
    FlowId old = one.bears("old");
    Release pinned = two.pinned();
    FlowId own = pinned.bears("own");
    String before = lab.image();

    try (Engine engine = pinned.engine()) {
      assertThatThrownBy(() -> engine.resume(old))
          .isInstanceOfSatisfying(
              FlowRefusedException.class,
              e -> assertThat(e.reason()).isEqualTo(FlowRefusedException.Reason.OTHERS))
          .hasMessageContaining("this process is pinned");
    }
    assertThat(lab.image()).isEqualTo(before);
    assertThat(lab.store.refusals(FlowQuery.all())).isEmpty();

    ResumeReport report = pinned.works();
    assertThat(resumed(report)).containsExactly(own);
    assertThat(report.left())
        .extracting(Admission.Left::why)
        .containsExactly("this process is pinned: it migrates nothing");
    assertThat(header(old).shape().fingerprint()).isEqualTo(Shape.of(a).fingerprint());
    assertThat(resumed(one.works())).containsExactly(old);
  }

  @Test
  void anApplicationCanBePinned() {
    FlowId old = one.bears("old");
    FlowModule module =
        new FlowModule() {
          @Override
          public FlowCatalog catalog() {
            return FlowCatalog.of(Lab.FLOW, in -> b);
          }

          @Override
          public Migrations migrations() {
            return STANDARD;
          }
        };
    MigratingAdmission pinned = new MigratingAdmission(STANDARD, lab.clock, "lab").pinned();
    EngineOptions options = EngineOptions.defaults().withClock(lab.clock);
    try (Portage portage = Portage.open(lab.store, module, options.withAdmission(pinned))) {
      assertThatThrownBy(() -> portage.resume(old)).hasMessageContaining("is pinned");
    }
    assertThat(header(old).revision()).isEqualTo(1);
  }

  @Test
  void whatIsNoFingerprintCannotBeSuperseded() {
    assertThatThrownBy(() -> book(s -> s.supersedes("order").supersedes()))
        .hasMessageContaining("supersedes(\"order\")")
        .hasMessageContaining("names no shape");
  }
}
