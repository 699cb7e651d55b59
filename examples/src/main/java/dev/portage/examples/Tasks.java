package dev.portage.examples;

import dev.portage.model.Flow;
import dev.portage.model.Repetition;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.model.TaskContext;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a task can declare; the guide's examples. */
final class Tasks {
  static final Slot<String> ORDER = Slot.of("order", String.class);
  static final Slot<String> NOTE = Slot.of("note", String.class);
  static final Slot<Integer> COPIES = Slot.of("copies", Integer.class);
  static final Slot<Integer> SHEETS = Slot.of("sheets", Integer.class);
  static final Slot<Integer> CENTS = Slot.of("cents", Integer.class);
  static final Slot<String> RECEIPT = Slot.of("receipt", String.class);
  static final Slot<String> CURRENCY = Slot.of("currency", String.class);
  static final Slot<Desk> DESK = Slot.of("desk", Desk.class);

  private Tasks() {}

  /** Where money is paid back. */
  record Desk(String name) {
    void refund(@Nullable String receipt) {
      System.out.println(name + " refunds " + receipt);
    }
  }

  // guide:begin optional
  static final Task LABEL =
      Task.named("label")
          .requires(ORDER)
          .optional(NOTE)
          .defaults(COPIES, 1)
          .provides(SHEETS)
          .execute(in -> in.get(COPIES) * (in.has(NOTE) ? 2 : 1));

  // guide:end

  // guide:begin rename
  static Flow twoRefunds(Task refund) {
    return Flow.linear("refunds")
        .add(refund.as("refund-deposit").in(CENTS, "deposit").out(RECEIPT, "deposit-receipt"))
        .add(refund.as("refund-price").in(CENTS, "price").out(RECEIPT, "price-receipt"))
        .build();
  }

  // guide:end

  // guide:begin inject
  static Task in(String currency, Task charge) {
    return charge.as("charge-" + currency).inject(CURRENCY, currency);
  }

  // guide:end

  // guide:begin results
  record Charged(int cents, String receipt) {}

  static final Task CHARGE =
      Task.named("charge")
          .requires(ORDER)
          .provides(CENTS, RECEIPT)
          .execute(in -> new Charged(4_200, "receipt of " + in.get(ORDER)));

  // guide:end

  // guide:begin revert
  static Task refundable(Task charge) {
    return charge.revertRequires(DESK).revert(in -> in.get(DESK).refund(in.result(RECEIPT)));
  }

  // guide:end

  // guide:begin priority
  static final Task RESERVE = Task.named("reserve").priority(10).run(in -> {});
  // guide:end

  // guide:begin timeout
  static final Task CALL =
      Task.named("call-bank")
          .timeout(Duration.ofSeconds(30))
          .repeat(
              Repetition.upTo(4)
                  .pausing(Duration.ofMillis(200), Duration.ofSeconds(5))
                  .on(IOException.class))
          .provides(RECEIPT)
          .execute(in -> callBank(in.context().idempotencyKey()));
  // guide:end

  // guide:begin context
  static final Task SHIP =
      Task.named("ship")
          .requires(RECEIPT)
          .run(
              in -> {
                TaskContext self = in.context();
                if (self.isReExecution() && wasShipped(self.idempotencyKey())) {
                  return;
                }
                shipOnce(self.idempotencyKey());
              });
  // guide:end

  // guide:begin progress
  static final Task COPY =
      Task.named("copy")
          .run(
              in -> {
                for (int page = 1; page <= 100; page++) {
                  copy(page);
                  in.progress(page / 100.0, "page " + page);
                }
              });

  // guide:end

  private static String callBank(String key) throws IOException {
    if (key.isEmpty()) {
      throw new IOException("the bank is not there");
    }
    return "bank receipt " + key;
  }

  private static boolean wasShipped(String key) {
    return key.isEmpty();
  }

  private static void shipOnce(String key) {
    System.out.println("shipped for " + key);
  }

  private static void copy(int page) {
    System.out.println("page " + page);
  }
}
