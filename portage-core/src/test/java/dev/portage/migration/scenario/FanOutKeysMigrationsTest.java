package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.FanOutLab.ITEM;
import static dev.portage.migration.scenario.FanOutLab.ITEMS;
import static dev.portage.migration.scenario.FanOutLab.head;
import static dev.portage.migration.scenario.FanOutLab.item;
import static dev.portage.migration.scenario.FanOutLab.shipped;
import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.Lab.noBook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrations;
import dev.portage.model.AtomState;
import dev.portage.model.FanOut;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FanOutKeys;
import dev.portage.store.FlowId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stored keys of a fan-out, and code that makes other keys of its list. */
@Timeout(60)
class FanOutKeysMigrationsTest {
  private static final Migrations STANDARD = book(b -> {});

  private final FanOutLab given = new FanOutLab();
  private final Lab lab = given.lab;

  @Test
  void anotherKeyFunctionIsRefusedThoughTheShapeIsTheSame() throws InterruptedException {
    FlowId id =
        lab.given(linear(given.ship()), head("ship", AtomState.PENDING, "a", "b"), shipped("a"));
    Flow now = linear(given.ship(item -> "no-" + item));
    for (Migrations migrations : List.of(noBook(), STANDARD)) {
      Lab.Refusal refusal = lab.refused(id, now, migrations);
      assertThat(refusal.errors()).containsExactly("KEY01 ship");
      assertThat(refusal.message())
          .contains("does not make of its list: a, b; it makes no-a, no-b", ".reset(\"ship\")");
    }
    Migrations reset = book(b -> b.step("keys", s -> s.allow("RERUN02", "harmless").reset("ship")));
    assertThat(lab.resume(id, now, reset).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("ship a", "ship b");
    assertThat(FanOutKeys.of(lab.atom(id, "ship")).keys()).containsExactly("no-a", "no-b");
    assertThat(given.item(id, "ship", "a")).isNull();
  }

  @Test
  void aKeyFunctionThatThrowsIsRefused() throws InterruptedException {
    FlowId id = lab.given(linear(given.ship()), head("ship", AtomState.PENDING, "a", "b"));
    assertThat(lab.refused(id, linear(given.ship(item -> "")), noBook()).errors())
        .containsExactly("KEY01 ship");
  }

  @Test
  void theOrderOfAListMakesNoDifference() throws InterruptedException {
    FlowId id = lab.given(linear(given.ship()), head("ship", AtomState.PENDING, "b", "a"));
    assertThat(lab.resume(id, linear(given.ship()), noBook()).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("ship b", "ship a");
  }

  @Test
  void aFanOutThatIsDoneNeedsNoKeys() throws InterruptedException {
    Flow old = linear(given.ship(), lab.task("end"));
    AtomRecord[] rows = {head("ship", AtomState.SUCCESS, "a", "b"), shipped("a"), shipped("b")};
    FlowId id = lab.given(old, rows);
    Flow now = linear(given.ship(item -> "no-" + item), lab.task("end"));
    assertThat(lab.resume(id, now, noBook()).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("end");
  }

  private Flow announce(String... regions) {
    return linear(
        Task.named("announce")
            .each(FanOut.of(List.of(regions), ITEM))
            .run(in -> lab.ran.add(in.get(ITEM))));
  }

  @Test
  void aListInTheCodeMayGrowForNewFlows() throws InterruptedException {
    FlowId id = lab.given(announce("eu", "us"), head("announce", AtomState.PENDING, "eu", "us"));
    assertThat(lab.refused(id, announce("eu"), noBook()).message())
        .contains("KEY01 error", "does not make of its list: us");
    assertThat(lab.resume(id, announce("eu", "us", "asia"), noBook()).state())
        .isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("eu", "us");
  }

  private Task list() {
    return Task.named("list").provides(ITEMS).sideEffects(false).execute(in -> List.of("x", "y"));
  }

  @Test
  void aListThatATaskHasStoredIsComparedToo() throws InterruptedException {
    FlowId id =
        lab.given(
            linear(list(), given.ship()),
            done("list", "{\"items\":[\"a\",\"b\"]}"),
            head("ship", AtomState.PENDING, "a", "b"));
    Flow now = linear(list(), given.ship(item -> item.equals("b") ? "c" : item));
    assertThat(lab.refused(id, now, noBook()).message())
        .contains("KEY01 error", "does not make of its list: b; it makes c");
  }

  @Test
  void keysAreForgottenWhereTheProviderOfTheListIsResetToo() throws InterruptedException {
    Flow flow = linear(list(), given.ship());
    AtomRecord[] rows = {
      done("list", "{\"items\":[\"a\",\"b\"]}"), head("ship", AtomState.PENDING, "a", "b")
    };
    FlowId untouched = lab.given(flow, rows);
    Migrations again = book(b -> b.step("again", s -> s.reset("list")));
    assertThat(lab.resume(untouched, flow, again).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("ship x", "ship y");

    FlowId begun = lab.given(flow, rows[0], rows[1], shipped("a"));
    assertThat(lab.refused(begun, flow, again).message())
        .contains("KEY01 error", "has begun over the list of list", ".reset(\"ship\")");
  }
}
