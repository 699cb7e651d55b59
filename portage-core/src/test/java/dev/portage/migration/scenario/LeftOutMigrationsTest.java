package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.noBook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrations;
import dev.portage.model.AtomState;
import dev.portage.model.Decider;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Flows of which a decider left out a part, and what another release makes of them. */
@Timeout(60)
class LeftOutMigrationsTest {
  private static final Migrations STANDARD = book(b -> {});
  private static final Decider NEVER = Decider.of(in -> false).depth(Decider.Depth.ATOM);

  private final Lab lab = new Lab();

  /** Read, encrypt, store; encryption may have a decider. */
  private Flow.Builder backup() {
    return Flow.graph(Lab.FLOW)
        .add(lab.task("read"))
        .add(lab.task("encrypt"))
        .add(lab.task("store"))
        .link("encrypt", "store");
  }

  private Flow optional(Decider decider) {
    return backup().link("read", "encrypt", decider).build();
  }

  private Flow mandatory() {
    return backup().link("read", "encrypt").build();
  }

  private static AtomRecord leftOut(String name) {
    return Lab.row(name, AtomState.IGNORE, null).intending(Intention.IGNORE);
  }

  @Test
  void row24WhatADeciderLeftOutAndIsMandatoryNowIsRefused() throws InterruptedException {
    FlowId id = lab.given(optional(NEVER), done("read"), leftOut("encrypt"));
    for (Migrations migrations : List.of(noBook(), STANDARD)) {
      Lab.Refusal refusal = lab.refused(id, mandatory(), migrations);
      assertThat(refusal.errors()).containsExactly("SKIP01 encrypt");
      assertThat(refusal.message()).contains("no decider of the new code", ".reset(\"encrypt\")");
    }
    Migrations reset = book(b -> b.step("encrypt", s -> s.reset("encrypt")));
    assertThat(lab.resume(id, mandatory(), reset).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("encrypt", "store");
  }

  @Test
  void row24ItStaysLeftOutWhereThatIsAllowed() throws InterruptedException {
    FlowId id = lab.given(optional(NEVER), done("read"), leftOut("encrypt"));
    Migrations allow = book(b -> b.step("plain", s -> s.allow("SKIP01", "old ones may be plain")));
    assertThat(lab.resume(id, mandatory(), allow).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("store");
    assertThat(lab.atom(id, "encrypt").state()).isEqualTo(AtomState.IGNORE);
    assertThat(lab.journal(id)).hasSize(1);
  }

  @Test
  void whatAnotherDeciderCouldLeaveOutIsLeftOut() throws InterruptedException {
    FlowId id = lab.given(optional(NEVER), done("read"), leftOut("encrypt"));
    Flow other = optional(Decider.of(in -> true).depth(Decider.Depth.FLOW));
    assertThat(lab.resume(id, other, noBook()).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("store");
  }

  @Test
  void aDeciderThatReachesLessNoLongerExplainsWhatCameAfter() throws InterruptedException {
    FlowId id =
        lab.given(
            optional(Decider.of(in -> false)), done("read"), leftOut("encrypt"), leftOut("store"));
    assertThat(lab.refused(id, optional(NEVER), noBook()).errors()).containsExactly("SKIP01 store");
  }

  @Test
  void aReaderOfWhatWasLeftOutIsToldSo() throws InterruptedException {
    Flow old =
        Flow.graph(Lab.FLOW)
            .add(lab.task("read"))
            .add(lab.task("rate", List.of(), List.of("rate")))
            .add(lab.task("pay"))
            .link("read", "rate", NEVER)
            .link("rate", "pay")
            .build();
    Flow now =
        Flow.graph(Lab.FLOW)
            .add(lab.task("read"))
            .add(lab.task("rate", List.of(), List.of("rate")))
            .add(lab.task("pay", List.of("rate"), List.of()))
            .link("read", "rate", Decider.of(in -> true).depth(Decider.Depth.ATOM))
            .link("rate", "pay")
            .build();
    FlowId id = lab.given(old, done("read"), leftOut("rate"));
    Lab.Refusal refusal = lab.refused(id, now, STANDARD);
    assertThat(refusal.errors()).containsExactly("DATA01 pay");
    assertThat(refusal.message())
        .contains("from rate, which was left out by a decider", ".reset(\"rate\")", "optional")
        .doesNotContain("map its output");
    Migrations reset = book(b -> b.step("rate", s -> s.reset("rate")));
    assertThat(lab.resume(id, now, reset).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("rate", "pay");
  }
}
