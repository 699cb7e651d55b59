package dev.portage.testkit;

import static dev.portage.testkit.StoreSamples.claim;
import static dev.portage.testkit.StoreSamples.done;
import static dev.portage.testkit.StoreSamples.json;
import static dev.portage.testkit.StoreSamples.row;
import static dev.portage.testkit.StoreSamples.shape;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.ManualClock;
import dev.portage.store.Refusal;
import dev.portage.store.RunId;
import dev.portage.store.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What several owners do to a few flows, some of it too late. */
final class RandomWrites {
  static final List<FlowId> FLOWS = Stream.of("1", "2", "3", "4", "5").map(FlowId::of).toList();

  private static final List<String> TASKS = List.of("a", "b", "c", "d", "e", "f", "g", "h");
  private static final List<String> OWNERS = List.of("ann", "bob");
  private static final List<Shape> SHAPES =
      List.of(shape("order", "a", "b"), shape("order", "b", "a"), shape("order", "a", "b", "c"));

  private final Random random;
  private final ManualClock clock;

  /** What somebody has seen of each flow and may still believe. */
  private final Map<FlowId, FlowHeader> remembered = new HashMap<>();

  RandomWrites(Random random, ManualClock clock) {
    this.random = random;
    this.clock = clock;
  }

  /**
   * One thing that is done to a store.
   *
   * @param what in words
   * @param flow to which flow
   * @param answer does it; what the store answers
   */
  record Deed(String what, FlowId flow, Function<FlowStore, Object> answer) {}

  /** The next deed of somebody who mostly knows what is in that store. */
  Deed next(FlowStore seen) {
    clock.advance(Duration.ofMillis(random.nextInt(20_000)));
    FlowId id = pick(FLOWS);
    FlowHeader now = seen.load(id).map(stored -> stored.header()).orElse(null);
    if (now == null || random.nextInt(30) == 0) {
      FlowWrite write = StoreSamples.creation(id.text(), "order", pick(SHAPES));
      return new Deed("creation", id, store -> OpenedStore.commit(store, write));
    }
    FlowHeader believed = random.nextInt(5) == 0 ? remembered.getOrDefault(id, now) : now;
    if (random.nextInt(3) == 0) {
      remembered.put(id, now);
    }
    return switch (random.nextInt(8)) {
      case 0 -> claiming(believed);
      case 1 -> noting(believed);
      case 2 -> renewing(believed);
      default -> {
        FlowWrite write = change(believed);
        yield new Deed(
            "change of " + believed.revision(), id, store -> OpenedStore.commit(store, write));
      }
    };
  }

  private Deed claiming(FlowHeader believed) {
    LeaseChange.Claim claim = claim(pick(OWNERS), clock.instant());
    return new Deed(
        "claim by " + claim.owner(),
        believed.id(),
        store -> store.claim(believed.id(), believed.revision(), claim));
  }

  private Deed renewing(FlowHeader believed) {
    Instant until = clock.instant().plusSeconds(90);
    return new Deed(
        "renewal",
        believed.id(),
        store -> store.renew(believed.id(), believed.lease().token(), until));
  }

  private Deed noting(FlowHeader believed) {
    Refusal refusal =
        new Refusal(
            believed.id(),
            believed.revision(),
            clock.instant(),
            pick(OWNERS),
            "9c41d07a2e",
            "stuck " + random.nextInt(3),
            List.of("LEAK01"));
    return new Deed("refusal", believed.id(), store -> store.note(refusal));
  }

  private FlowWrite change(FlowHeader from) {
    boolean isMigration = random.nextInt(6) == 0;
    List<AtomName> deleted = new ArrayList<>();
    Map<AtomName, AtomRecord> put = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      AtomRecord row = anyRow();
      put.put(row.name(), row);
    }
    for (int i = isMigration ? random.nextInt(3) : 0; i > 0; i--) {
      deleted.add(AtomName.of(pick(TASKS)));
    }
    return new FlowWrite(
        from.key(),
        FlowWrite.Expected.of(from),
        isMigration ? migrated() : FlowWrite.Head.of(pick(List.of(FlowState.values()))),
        List.copyOf(put.values()),
        deleted,
        lease(),
        isMigration ? journal(from) : null);
  }

  private AtomRecord anyRow() {
    String task = pick(TASKS);
    return random.nextBoolean()
        ? done(task, "{\"n\":" + random.nextInt() + "}", pick(TASKS))
        : row(task, pick(List.of(AtomState.values())));
  }

  private FlowWrite.Head migrated() {
    return new FlowWrite.Head(
        pick(List.of(FlowState.values())),
        random.nextBoolean() ? json("{\"m\":" + random.nextInt() + "}") : null,
        null,
        pick(SHAPES),
        Stamp.of(List.of("s" + random.nextInt(3))));
  }

  private LeaseChange lease() {
    return switch (random.nextInt(6)) {
      case 0 -> claim(pick(OWNERS), clock.instant());
      case 1 -> LeaseChange.release();
      default -> LeaseChange.keep();
    };
  }

  private @Nullable JournalEntry journal(FlowHeader from) {
    return StoreSamples.entry(from, new RunId("RUN" + random.nextInt(4)), random.nextInt(2));
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
