package dev.portage.cli;

import static dev.portage.migration.FindingCode.DATA01;
import static dev.portage.migration.FindingCode.DATA02;
import static dev.portage.migration.FindingCode.DATA03;
import static dev.portage.migration.FindingCode.DATA04;
import static dev.portage.migration.FindingCode.DATA05;
import static dev.portage.migration.FindingCode.DEAD01;
import static dev.portage.migration.FindingCode.DIR01;
import static dev.portage.migration.FindingCode.DOUBT01;
import static dev.portage.migration.FindingCode.FAIL01;
import static dev.portage.migration.FindingCode.KEY01;
import static dev.portage.migration.FindingCode.KIND01;
import static dev.portage.migration.FindingCode.LATE01;
import static dev.portage.migration.FindingCode.LATE02;
import static dev.portage.migration.FindingCode.LEAK01;
import static dev.portage.migration.FindingCode.MIX01;
import static dev.portage.migration.FindingCode.NAME01;
import static dev.portage.migration.FindingCode.NAME02;
import static dev.portage.migration.FindingCode.OPAQUE01;
import static dev.portage.migration.FindingCode.RERUN01;
import static dev.portage.migration.FindingCode.RERUN02;
import static dev.portage.migration.FindingCode.RETRY01;
import static dev.portage.migration.FindingCode.RETRY02;
import static dev.portage.migration.FindingCode.RETRY03;
import static dev.portage.migration.FindingCode.RULE01;
import static dev.portage.migration.FindingCode.SKIP01;
import static dev.portage.migration.FindingCode.STEP01;
import static dev.portage.migration.FindingCode.STEP03;
import static dev.portage.migration.FindingCode.STEP05;
import static dev.portage.migration.FindingCode.VER02;

import dev.portage.migration.Effect;
import dev.portage.migration.OutputMap;
import dev.portage.migration.Whole;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Decider;
import dev.portage.model.FanOut;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.model.Part;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FanOutKeys;
import dev.portage.store.Times;
import java.util.List;
import java.util.stream.Stream;

/** At least one way to every finding that plan or check can say. */
final class Provocations {
  private static final Slot<List<String>> ITEMS = Slot.listOf("items", String.class);
  private static final Slot<String> ITEM = Slot.of("item", String.class);

  private Provocations() {}

  static Stream<Provocation> all() {
    return Stream.of(repeated(), values(), order(), states(), retries(), books())
        .flatMap(List::stream);
  }

  static Flow flow(Part... parts) {
    Flow.Builder flow = Flow.linear("checkout");
    for (Part part : parts) {
      flow.add(part);
    }
    return flow.build();
  }

  private static Slot<Object> slot(String name) {
    return Slot.of(name, Object.class);
  }

  /** A task that takes the order and gives what its name says. */
  static Task task(String name, String provides) {
    return Task.named(name).requires(slot("order")).provides(slot(provides)).execute(in -> name);
  }

  private static Task taking(Task task, String slot) {
    return task.requires(slot(slot));
  }

  private static Task undoable(String name) {
    return Task.named(name).requires(slot("order")).run(in -> {}).revert(in -> {});
  }

  private static AtomRecord charged() {
    return Shop.done("charge", "{\"receipt\":{\"cents\":4200}}");
  }

  private static AtomRecord ran(String name) {
    return Shop.row(name, AtomState.SUCCESS).with(executed());
  }

  private static Execution executed() {
    return new Execution("1.0", null, null, 1, "key", Times.UNKNOWN);
  }

  private static List<Provocation> repeated() {
    Flow old = flow(task("charge", "receipt"), task("ship", "label"));
    return List.of(
        Provocation.of(RERUN01, old, flow(task("charge-card", "receipt"), task("ship", "label")))
            .at(charged()),
        Provocation.of(RERUN02, old, old)
            .at(charged())
            .with(book -> book.step("again", step -> step.reset("charge"))),
        Provocation.of(
                LEAK01,
                flow(undoable("reserve"), task("ship", "label")),
                flow(task("ship", "label")))
            .at(ran("reserve")));
  }

  private static List<Provocation> values() {
    Task charge = task("charge", "receipt");
    Task ship = taking(task("ship", "label"), "receipt");
    Flow old = flow(charge, ship);
    return List.of(
        Provocation.of(
                DATA01, old, flow(task("charge", "bill"), taking(task("ship", "label"), "bill")))
            .at(charged()),
        Provocation.of(DATA02, old, flow(charge, taking(ship, "address"))),
        Provocation.of(DATA03, old, flow(task("charge", "receipt").version(2, 0), ship))
            .at(charged()),
        Provocation.of(DATA04, old, flow(charge, task("refund", "receipt"), ship)).at(charged()),
        Provocation.of(
                DATA05, old, flow(task("charge", "bill"), taking(task("ship", "label"), "bill")))
            .at(Shop.done("charge", "{\"receipt\":{\"cents\":4200},\"bill\":\"b-1\"}"))
            .with(
                book -> book.step("bills", step -> step.renameSlot("charge", "receipt", "bill"))));
  }

  private static List<Provocation> order() {
    Task charge = task("charge", "receipt");
    Task ship = task("ship", "label");
    Flow old = flow(charge, ship);
    Task audit = Task.named("audit").run(in -> {});
    return List.of(
        Provocation.of(LATE01, old, flow(audit, charge, ship)).at(charged()),
        Provocation.of(LATE02, old, flow(ship, charge)).at(charged()),
        Provocation.of(
                DIR01,
                flow(undoable("charge"), undoable("ship")),
                flow(undoable("charge"), audit, undoable("ship")))
            .in(FlowState.SUSPENDED)
            .at(
                ran("charge").intending(Intention.REVERT),
                Shop.row("ship", AtomState.FAILURE).intending(Intention.REVERT).with(executed())),
        Provocation.of(SKIP01, guarded(charge, ship), old)
            .at(charged(), Shop.row("ship", AtomState.IGNORE)),
        Provocation.of(MIX01, old, flow(task("sell", "sale")))
            .at(charged())
            .with(
                book ->
                    book.step(
                        "one",
                        step -> step.merge(List.of("charge", "ship"), Whole.of("sell", "1.0")))));
  }

  private static Flow guarded(Task first, Task second) {
    return Flow.graph("checkout")
        .add(first)
        .add(second)
        .link(first.name(), second.name(), Decider.when(slot("receipt"), any -> false))
        .build();
  }

  private static List<Provocation> states() {
    Flow old = flow(task("charge", "receipt"), task("ship", "label"));
    Flow gone = flow(task("ship", "label"));
    Flow many = flow(Task.named("ship").each(FanOut.over(ITEMS, ITEM)).run(in -> {}));
    Flow made =
        flow(
            task("pick", "items"), Task.named("ship").each(FanOut.over(ITEMS, ITEM)).run(in -> {}));
    return List.of(
        Provocation.of(DOUBT01, old, gone)
            .at(Shop.row("charge", AtomState.RUNNING).with(executed())),
        Provocation.of(FAIL01, old, gone)
            .in(FlowState.FAILURE)
            .at(Shop.row("charge", AtomState.FAILURE).intending(Intention.REVERT).with(executed())),
        Provocation.of(DEAD01, flow(undoable("charge"), undoable("ship")), flow(undoable("ship")))
            .in(FlowState.FAILURE)
            .at(
                Shop.row("charge", AtomState.REVERT_FAILURE)
                    .intending(Intention.REVERT)
                    .with(executed())),
        Provocation.of(KIND01, flow(Task.named("ship").run(in -> {})), many).at(ran("ship")),
        Provocation.of(KEY01, made, made)
            .at(
                Shop.done("pick", "{\"items\":[\"a\",\"b\"]}"),
                new FanOutKeys(List.of("a", "b"), 0).in(Shop.row("ship", AtomState.PENDING)),
                ran("ship").named(new AtomName("ship", "a")))
            .with(
                book -> book.step("again", s -> s.reset("pick").allow("RERUN02", "picks again"))));
  }

  private static Flow tried(int times, Task... tasks) {
    Flow.Builder flow = Flow.linear("checkout").retry(Retry.times("again", times));
    for (Task task : tasks) {
      flow.add(task);
    }
    return flow.build();
  }

  private static AtomRecord retry(String history) {
    return AtomRecord.untouched(AtomName.of("again"), AtomKind.RETRY)
        .in(AtomState.SUCCESS)
        .with(executed())
        .remembering(Shop.json(history));
  }

  private static List<Provocation> retries() {
    Flow old = tried(5, undoable("charge"), undoable("ship"));
    Flow bare = flow(undoable("charge"), undoable("ship"));
    return List.of(
        Provocation.of(RETRY01, old, bare)
            .at(retry("[{\"value\":null,\"failures\":{}}]").in(AtomState.RETRYING), ran("charge")),
        Provocation.of(RETRY02, old, bare)
            .at(retry("[{\"value\":null,\"failures\":{}}]"), ran("charge")),
        Provocation.of(RETRY03, old, tried(2, undoable("charge"), undoable("ship")))
            .at(retry("[{},{},{}]")));
  }

  private static List<Provocation> books() {
    Flow old = flow(task("charge", "receipt"));
    Flow other = flow(task("pay", "receipt"));
    return List.of(
        Provocation.of(RULE01, old, other)
            .with(
                book ->
                    book.whenRemoved(
                        name -> true,
                        gone -> {
                          throw new IllegalStateException("no such thing");
                        })),
        Provocation.of(NAME01, old, other).with(book -> book.retired("pay")),
        Provocation.of(NAME01, old, other).by("check").with(book -> book.retired("pay")),
        Provocation.of(NAME02, flow(task("ship-1", "label")), old)
            .and(flow(task("ship-2", "label")))
            .and(flow(task("ship-3", "label")))
            .by("check"),
        Provocation.of(VER02, flow(task("charge", "receipt").version(2, 0)), old).at(charged()),
        Provocation.of(STEP01, old, old)
            .by("check")
            .with(book -> book.step("pay", step -> step.rename("pay", "charge"))),
        Provocation.of(OPAQUE01, old, old)
            .with(
                book ->
                    book.step(
                        "fix",
                        step -> step.custom("repairs", Effect.none().changingMeta(), flow -> {}))),
        Provocation.of(STEP03, old, other)
            .with(
                book ->
                    book.step(
                        "pay",
                        step ->
                            step.from(Shape.of(old).fingerprint().hex())
                                .to(Shape.of(old).fingerprint().hex())
                                .rename("charge", "pay"))),
        Provocation.of(STEP05, old, flow(task("pay", "receipt").version(2, 0)))
            .by("check")
            .with(
                book ->
                    book.step("a", step -> step.rename("charge", "pay"))
                        .step("b", s -> s.after("a").version("pay", "1.0", "2.0", OutputMap.SAME))
                        .step("c", s -> s.replaces("a", "b").rename("charge", "pay"))));
  }
}
