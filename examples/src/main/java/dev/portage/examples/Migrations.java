package dev.portage.examples;

import dev.portage.migration.BookBuilder;
import dev.portage.migration.OnDone;
import dev.portage.migration.Part;
import dev.portage.migration.Whole;
import dev.portage.model.Flow;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What flows have become, and how stored ones follow; the guide's examples. */
final class Migrations {
  static final Slot<Long> SIZE = Slot.of("size", Long.class);
  static final Slot<String> PAID = Slot.of("payment", String.class);
  static final Slot<Payment> PAYMENT = Slot.of("payment", Payment.class);
  static final Slot<String> SLIP = Slot.of("slip", String.class);
  static final Slot<String> LABEL = Slot.of("label", String.class);

  /** What a charge is stored as. */
  record Payment(String id, String network) {}

  private Migrations() {}

  static Task task(String name) {
    return Task.named(name).run(in -> {});
  }

  // guide:begin before
  static Flow order() {
    return Flow.linear("order")
        .add(Task.named("charge").provides(PAID).execute(in -> "pay-1"))
        .add(Task.named("ship").requires(PAID).run(in -> {}).revert(in -> {}))
        .add(task("invoice"))
        .build();
  }

  // guide:end

  // guide:begin added
  static Flow withCheck() {
    return Flow.linear("order")
        .add(Task.named("charge").provides(PAID).execute(in -> "pay-1"))
        .add(task("check")) // new
        .add(Task.named("ship").requires(PAID).run(in -> {}).revert(in -> {}))
        .add(task("invoice"))
        .build();
  }

  static void added(BookBuilder book) {
    book.late("check"); // or book.seed("check", out -> {}): these flows do without it
  }

  // guide:end

  // guide:begin removed
  static Flow withoutShipping() {
    return Flow.linear("order")
        .add(Task.named("charge").provides(PAID).execute(in -> "pay-1"))
        .add(task("invoice"))
        .build();
  }

  static void removed(BookBuilder book) {
    book.step(
        "2026-03-02-no-shipping",
        step -> step.because("everything is a download now").drop("ship", OnDone.FORGET));
  }

  // guide:end

  // guide:begin renamed
  static Flow byCard() {
    return Flow.linear("order")
        .add(Task.named("charge-card").provides(PAID).execute(in -> "pay-1"))
        .add(Task.named("ship").requires(PAID).run(in -> {}).revert(in -> {}))
        .add(task("invoice"))
        .build();
  }

  static void renamed(BookBuilder book) {
    book.step("2026-03-02-by-card", step -> step.rename("charge", "charge-card"));
  }

  // guide:end

  static Flow volume() {
    return Flow.linear("volume")
        .add(Task.named("measure").provides(SIZE).execute(in -> 10L))
        .add(Task.named("create").requires(SIZE).run(in -> {}))
        .build();
  }

  // guide:begin bumped
  static Flow inMegabytes() {
    return Flow.linear("volume")
        .add(Task.named("measure").version(2, 0).provides(SIZE).execute(in -> 10L * 1024))
        .add(Task.named("create").version(2, 0).requires(SIZE).run(in -> {}))
        .build();
  }

  static void bumped(BookBuilder book) {
    book.step(
        "2026-03-02-megabytes",
        step ->
            step.version(
                    "measure",
                    "1.0",
                    "2.0",
                    out -> out.put("size", out.path("size").asLong() * 1024),
                    back -> back.put("size", back.path("size").asLong() / 1024))
                .version("create", "1.0", "2.0"));
  }

  // guide:end

  // guide:begin split
  static Flow pickedAndPacked() {
    return Flow.linear("order")
        .add(Task.named("charge").provides(PAID).execute(in -> "pay-1"))
        .add(Task.named("pick").provides(SLIP).execute(in -> "slip-1"))
        .add(Task.named("pack").requires(SLIP).run(in -> {}).revert(in -> {}))
        .add(task("invoice"))
        .build();
  }

  static void split(BookBuilder book) {
    book.step(
        "2026-03-02-split-ship",
        step ->
            step.split(
                "ship",
                Part.of("pick", "1.0").output((ship, pick) -> pick.put("slip", "none")),
                Part.of("pack", "1.0").inherits()));
  }

  // guide:end

  // guide:begin merged
  static Flow shippedAtOnce() {
    return Flow.linear("order")
        .add(Task.named("charge").provides(PAID).execute(in -> "pay-1"))
        .add(Task.named("ship").provides(LABEL).execute(in -> "label-1").revert(in -> {}))
        .add(task("invoice"))
        .build();
  }

  static void merged(BookBuilder book) {
    book.step(
        "2026-09-14-merge-ship",
        step ->
            step.merge(
                List.of("pick", "pack"),
                Whole.of("ship", "1.0")
                    .output((old, ship) -> ship.set("label", old.path("pick").path("slip")))
                    .inherits("pack")));
  }

  // guide:end

  // guide:begin retyped
  static Flow withNetwork() {
    return Flow.linear("order")
        .add(
            Task.named("charge")
                .version(2, 0)
                .provides(PAYMENT)
                .execute(in -> new Payment("pay-1", "visa")))
        .add(Task.named("ship").requires(PAYMENT).run(in -> {}).revert(in -> {}))
        .add(task("invoice"))
        .build();
  }

  static void retyped(BookBuilder book) {
    book.step(
        "2026-03-02-payment-object",
        step ->
            step.version(
                "charge",
                "1.0",
                "2.0",
                out -> {
                  JsonNode id = out.path("payment"); // was a text, becomes an object
                  out.putObject("payment").put("network", "unknown").set("id", id);
                }));
  }

  // guide:end
}
