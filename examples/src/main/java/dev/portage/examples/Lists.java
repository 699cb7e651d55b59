package dev.portage.examples;

import dev.portage.model.FanOut;
import dev.portage.model.Flow;
import dev.portage.model.MapReduce;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.util.List;

/** Work on the elements of lists; the guide's examples. */
final class Lists {
  private Lists() {}

  // guide:begin fanout
  record Parcel(String id, int grams) {}

  static final Slot<List<Parcel>> PARCELS = Slot.listOf("parcels", Parcel.class);
  static final Slot<Parcel> PARCEL = Slot.of("parcel", Parcel.class);
  static final Slot<String> LABEL = Slot.of("label", String.class);

  static Task ship(Carrier carrier) {
    return Task.named("ship")
        .each(FanOut.over(PARCELS, PARCEL).keyedBy(Parcel::id))
        .provides(LABEL)
        .execute(in -> carrier.book(in.get(PARCEL), in.context().idempotencyKey()))
        .revert(in -> carrier.cancel(in.context().idempotencyKey()));
  }

  // guide:end

  /** Who brings parcels. */
  interface Carrier {
    String book(Parcel parcel, String key);

    void cancel(String key);
  }

  // guide:begin collected
  static final Task POST =
      Task.named("post")
          .requires(LABEL.asList())
          .run(in -> System.out.println("one van for " + in.get(LABEL.asList())));

  static Flow parcels(Carrier carrier) {
    return Flow.linear("parcels").add(ship(carrier)).add(POST).build();
  }

  // guide:end

  // guide:begin given
  static final Slot<String> REGION = Slot.of("region", String.class);

  static final Task ANNOUNCE =
      Task.named("announce")
          .each(FanOut.of(List.of("eu", "us", "asia"), REGION))
          .run(in -> System.out.println("on sale in " + in.get(REGION)));

  // guide:end

  // guide:begin mapreduce
  static final Slot<List<Integer>> WEIGHTS = Slot.listOf("weights", Integer.class);
  static final Slot<Integer> TOTAL = Slot.of("total", Integer.class);

  static final Flow WEIGH =
      Flow.linear("weigh")
          .add(MapReduce.map("weights", PARCELS, WEIGHTS, Parcel::grams))
          .add(
              MapReduce.reduce(
                  "total", WEIGHTS, TOTAL, all -> all.stream().mapToInt(grams -> grams).sum()))
          .build();
  // guide:end
}
