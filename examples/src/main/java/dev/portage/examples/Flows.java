package dev.portage.examples;

import dev.portage.engine.FlowCatalog;
import dev.portage.model.Decider;
import dev.portage.model.Flow;
import dev.portage.model.Slot;
import dev.portage.model.Task;

/** How tasks make a flow; the guide's examples. */
final class Flows {
  static final Slot<Integer> CENTS = Slot.of("cents", Integer.class);
  static final Slot<String> RISK = Slot.of("risk", String.class);
  static final Slot<Boolean> GIFT = Slot.of("gift", Boolean.class);

  static final Task RESERVE = Task.named("reserve").provides(CENTS).execute(in -> 4_200);
  static final Task RATE = Task.named("rate").provides(RISK).execute(in -> "low");
  static final Task CHARGE = Task.named("charge").requires(CENTS).run(in -> in.get(CENTS));
  static final Task REVIEW = Task.named("review").run(in -> {});
  static final Task WRAP = Task.named("wrap").run(in -> {});
  static final Task SHIP = Task.named("ship").run(in -> {});
  static final Task MAIL = Task.named("mail").run(in -> {});
  static final Task PRINT = Task.named("print").run(in -> {});

  private Flows() {}

  // guide:begin nested
  static Flow order() {
    return Flow.linear("order")
        .add(RESERVE)
        .add(CHARGE)
        .add(Flow.unordered("notices").add(MAIL).add(PRINT).build())
        .add(SHIP)
        .build();
  }

  // guide:end

  // guide:begin graph
  static Flow payment() {
    return Flow.graph("payment")
        .add(CHARGE)
        .add(RESERVE)
        .add(REVIEW)
        .link("review", "charge")
        .build();
  }

  // guide:end

  // guide:begin decider
  static Flow decided() {
    return Flow.graph("payment")
        .add(RESERVE)
        .add(RATE)
        .add(REVIEW)
        .add(MAIL)
        .link("reserve", "review", Decider.when(CENTS, cents -> cents > 100_000))
        .link(
            "rate",
            "mail",
            Decider.of(in -> in.get(RISK).equals("high") || in.has(GIFT))
                .requires(RISK)
                .optional(GIFT)
                .depth(Decider.Depth.ATOM))
        .build();
  }

  // guide:end

  // guide:begin variants
  static FlowCatalog catalog() {
    return FlowCatalog.builder()
        .flow(
            "order",
            in -> in.has(GIFT) ? "gift" : "plain",
            in -> {
              Flow.Builder flow = Flow.linear("order").add(RESERVE).add(CHARGE);
              return (in.has(GIFT) ? flow.add(WRAP) : flow).add(SHIP).build();
            })
        .build();
  }
  // guide:end
}
