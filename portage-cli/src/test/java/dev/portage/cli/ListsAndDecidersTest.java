package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Decider;
import dev.portage.model.FanOut;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.store.FanOutKeys;
import dev.portage.store.LeaseChange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fan-outs and deciders as people see them. */
class ListsAndDecidersTest {
  private static final Slot<List<String>> ITEMS = Slot.listOf("items", String.class);
  private static final Slot<String> ITEM = Slot.of("item", String.class);
  private static final Slot<String> NOTE = Slot.of("note", String.class);
  private static final Slot<String> LABEL = Slot.of("label", String.class);
  private static final Slot<Integer> AMOUNT = Slot.of("amount", Integer.class);

  private final Shop shop = new Shop();

  private static Task ship() {
    return Task.named("ship")
        .each(FanOut.over(ITEMS, ITEM))
        .optional(NOTE)
        .provides(LABEL)
        .execute(in -> in.get(ITEM));
  }

  private void stored(String id, Flow flow) {
    shop.submit(id, Shape.of(flow));
  }

  private CommandRun run(String... args) {
    String[] all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--store";
    all[args.length + 1] = shop.url("lists");
    return CommandRun.of(all);
  }

  @Test
  void showListsTheAtomsOfAFanOutInTheOrderOfItsKeys() {
    Flow flow = Flow.linear("checkout").add(ship()).build();
    stored("order-1", flow);
    shop.change(
        "order-1",
        Shape.of(flow),
        FlowState.SUSPENDED,
        LeaseChange.keep(),
        new FanOutKeys(List.of("p-2", "p-1", "p-3"), 0).in(Shop.row("ship", AtomState.PENDING)),
        Shop.done("ship", "{\"label\":\"L1\"}").named(new AtomName("ship", "p-1")));
    CommandRun text = run("show", "order-1");
    Golden.matches("show-fan-out.txt", text.out());
    assertThat(text.out()).contains("a list of 3").doesNotContain("keys");
    assertThat(run("show", "order-1", "-o", "json").json().path("atoms"))
        .hasSize(4)
        .allSatisfy(
            atom -> {
              assertThat(atom.path("each").asString()).isEqualTo("items");
              assertThat(atom.path("optional").path(0).asString()).isEqualTo("note");
            });
  }

  @Test
  void diffNamesTheLinkWhoseDeciderChanged() {
    stored("old", guarded(Decider.when(AMOUNT, cents -> cents > 0)));
    stored(
        "new",
        guarded(Decider.when(AMOUNT, cents -> cents > 0).depth(Decider.Depth.ATOM).optional(NOTE)));
    stored("none", graph().link("price", "pay").build());
    stored("apart", graph().build());
    Golden.matches("diff-decider.txt", run("diff", "old", "new").out());
    assertThat(run("diff", "old", "none").out())
        .contains("link price -> pay of checkout has a decider of depth ALL that reads amount")
        .contains("-> no decider");
    assertThat(run("diff", "none", "apart").out())
        .contains("link price -> pay of checkout is gone, with no decider");
    assertThat(run("diff", "apart", "none").out())
        .contains("link price -> pay of checkout is new, with no decider");
  }

  private static Flow.Builder graph() {
    return Flow.graph("checkout")
        .add(Task.named("price").provides(AMOUNT).execute(in -> 5))
        .add(Task.named("pay").run(in -> {}));
  }

  private static Flow guarded(Decider decider) {
    return graph().link("price", "pay", decider).build();
  }

  @Test
  void diffSaysThatATaskRunsForEachOfAList() {
    stored("one", Flow.linear("checkout").add(Task.named("ship").run(in -> {})).build());
    stored("many", Flow.linear("checkout").add(ship()).build());
    assertThat(run("diff", "one", "many").out()).contains("ship runs once -> for each of items");
  }

  @Test
  void diffOfAnotherOrderSaysSo() {
    Task a = Task.named("a").run(in -> {});
    Task b = Task.named("b").run(in -> {});
    stored("ab", Flow.linear("checkout").add(a).add(b).build());
    stored("ba", Flow.linear("checkout").add(b).add(a).build());
    assertThat(run("diff", "ab", "ba").out()).contains("in another order");
  }
}
