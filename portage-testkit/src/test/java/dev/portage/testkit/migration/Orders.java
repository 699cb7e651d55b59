package dev.portage.testkit.migration;

import static org.assertj.core.api.Assertions.fail;

import dev.portage.engine.FlowFactory;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.StepBuilder;
import dev.portage.model.Flow;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A flow of two releases, and the right book between them. */
final class Orders {
  static final Slot<String> ORDER = Slot.of("order", String.class);
  static final Slot<Receipt> RECEIPT = Slot.of("receipt", Receipt.class);
  static final Slot<Long> WEIGHT = Slot.of("weight", Long.class);

  /** What a charge is stored as. */
  record Receipt(String id, long cents, String network) {}

  /** What it was stored as before. */
  record OldReceipt(String id, long cents) {}

  private Orders() {}

  /** Bodies of the application: that one of them runs is a mistake of the contract. */
  static Object outside() {
    return fail("a body of the application has run");
  }

  static Task reserve() {
    return Task.named("reserve").requires(ORDER).run(in -> outside()).revert(in -> outside());
  }

  private static Task weigh(int major) {
    return Task.named("weigh").version(major, 0).provides(WEIGHT).execute(in -> outside());
  }

  /** As it was released first. */
  static Flow before() {
    return Flow.linear("order")
        .add(reserve())
        .add(weigh(1))
        .add(
            Task.named("charge")
                .requires(ORDER)
                .provides(Slot.of("receipt", OldReceipt.class))
                .execute(in -> outside())
                .revert(in -> outside()))
        .add(Task.named("ship").requires(ORDER).run(in -> outside()))
        .build();
  }

  /** As it is today. */
  static Flow today() {
    return Flow.linear("order")
        .add(reserve())
        .add(weigh(2))
        .add(
            Task.named("charge-card")
                .version(2, 0)
                .requires(ORDER)
                .provides(RECEIPT)
                .execute(in -> outside())
                .revert(in -> outside()))
        .add(Task.named("ship").requires(ORDER).run(in -> outside()))
        .add(Task.named("notify").requires(RECEIPT).run(in -> outside()))
        .build();
  }

  /** Kilograms became grams, receipts got a network. */
  static void book(BookBuilder book) {
    book.step("2026-03-02-charge-by-card", Orders::byCard);
    book.step("2026-03-09-grams", Orders::grams);
  }

  static void byCard(StepBuilder step) {
    step.because("charges carry the card network")
        .rename("charge", "charge-card")
        .version(
            "charge-card",
            "1.0",
            "2.0",
            out -> {
              if (out.path("receipt").isObject()) {
                out.withObjectProperty("receipt").put("network", "unknown");
              }
            },
            back -> {
              if (back.path("receipt").isObject()) {
                back.withObjectProperty("receipt").remove("network");
              }
            });
  }

  static void grams(StepBuilder step) {
    step.version(
        "weigh",
        "1.0",
        "2.0",
        out -> {
          if (out.path("weight").isNumber()) {
            out.put("weight", out.path("weight").longValue() * 1000);
          }
        },
        back -> {
          if (back.path("weight").isNumber()) {
            back.put("weight", back.path("weight").longValue() / 1000);
          }
        });
  }

  /** Another shape each time that it is asked. */
  static FlowFactory fickle() {
    AtomicInteger asked = new AtomicInteger();
    List<Flow> flows =
        List.of(
            today(),
            Flow.linear("order").add(today()).add(Task.named("late").run(in -> outside())).build());
    return inputs -> flows.get(asked.getAndIncrement() % 2);
  }
}
