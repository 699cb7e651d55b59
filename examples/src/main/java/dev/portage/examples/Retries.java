package dev.portage.examples;

import dev.portage.engine.EngineOptions;
import dev.portage.engine.FailurePolicy;
import dev.portage.model.Failure;
import dev.portage.model.Flow;
import dev.portage.model.Inputs;
import dev.portage.model.Repetition;
import dev.portage.model.Retry;
import dev.portage.model.RetryHistory;
import dev.portage.model.RetryStrategy;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.io.IOException;
import java.util.List;

/** What decides whether a part of a flow is tried again; the guide's examples. */
final class Retries {
  static final Slot<String> ROOM = Slot.of("room", String.class);
  static final Slot<String> BANK = Slot.of("bank", String.class);
  static final Slot<List<String>> BANKS = Slot.listOf("banks", String.class);
  static final Slot<Integer> NIGHTS = Slot.of("nights", Integer.class);
  static final Slot<Integer> TRY = Slot.of("try", Integer.class);
  static final Slot<Integer> STAY = Slot.of("stay", Integer.class);
  static final Slot<String> PAID = Slot.of("paid", String.class);

  private Retries() {}

  // guide:begin times
  static Flow booking(Task reserve, Task confirm) {
    return Flow.linear("booking")
        .retry(Retry.times("try-booking", 3))
        .add(reserve)
        .add(confirm)
        .build();
  }

  // guide:end

  // guide:begin values
  static Flow payment() {
    return Flow.linear("payment")
        .retry(Retry.forEach("try-banks", BANK, List.of("north", "south")))
        .add(
            Task.named("charge")
                .requires(BANK)
                .provides(PAID)
                .execute(in -> charge(in.get(BANK)))
                .revert(in -> refund(in.get(BANK))))
        .build();
  }

  // guide:end

  // guide:begin slot
  static Flow paymentBy(Task findBanks, Task charge) {
    Flow tried =
        Flow.linear("payment")
            .retry(Retry.forEachOf("try-banks", BANK, BANKS)) // BANKS is what findBanks provides
            .add(charge)
            .build();
    return Flow.linear("order").add(findBanks).add(tried).build();
  }

  // guide:end

  // guide:begin number
  static final Retry NUMBERED = Retry.times("try-call", 5).provides(TRY);

  // guide:end

  // guide:begin own
  /** Asks for fewer nights each time, as long as nothing worse happens than a full house. */
  static final class FewerNights implements RetryStrategy {
    @Override
    public Decision onFailure(RetryHistory history, Inputs in) {
      boolean full =
          history.failures(history.size() - 1).values().stream()
              .map(Failure::type)
              .allMatch(HouseFull.class.getName()::equals);
      if (!full) {
        return Decision.REVERT_ALL;
      }
      return history.size() < in.get(NIGHTS) ? Decision.RETRY : Decision.REVERT;
    }

    @Override
    public Integer execute(RetryHistory history, Inputs in) {
      return in.get(NIGHTS) - history.size();
    }

    @Override
    public String describe() {
      return "fewer-nights";
    }
  }

  static final Retry SHORTER =
      Retry.of("try-shorter", new FewerNights()).requires(NIGHTS).provides(STAY);

  // guide:end

  // guide:begin nesting
  static Flow trip(Task fly, Task pay, Task mail) {
    Flow payment =
        Flow.linear("payment")
            .retry(Retry.forEach("try-banks", BANK, List.of("north", "south")))
            .add(pay)
            .build();
    return Flow.linear("trip")
        .retry(Retry.times("try-trip", 2))
        .add(fly)
        .add(payment)
        .add(mail)
        .build();
  }

  // guide:end

  // guide:begin strict
  static final Retry ALL_OR_NOTHING = Retry.times("try-order", 3).revertingAll();

  // guide:end

  // guide:begin policy
  static EngineOptions wholeFlows() {
    return EngineOptions.defaults().withFailurePolicy(FailurePolicy.DEFER_REVERTS);
  }

  // guide:end

  // guide:begin repeat
  static Flow patient() {
    return Flow.linear("payment")
        .retry(Retry.forEach("try-banks", BANK, List.of("north", "south")))
        .add(
            Task.named("charge")
                .requires(BANK)
                .provides(PAID)
                .repeat(Repetition.upTo(4).on(IOException.class))
                .execute(in -> chargeOnce(in.get(BANK), in.context().idempotencyKey())))
        .build();
  }

  // guide:end

  /** Says that there is no room for so many nights. */
  static final class HouseFull extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HouseFull(String house) {
      super(house + " is full");
    }
  }

  private static String charge(String bank) {
    return "paid by " + bank;
  }

  private static String chargeOnce(String bank, String key) throws IOException {
    if (key.isEmpty()) {
      throw new IOException(bank + " is not there");
    }
    return "paid by " + bank;
  }

  private static void refund(String bank) {
    System.out.println(bank + " pays back");
  }
}
