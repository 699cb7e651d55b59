package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.model.Pattern;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeGroup;
import dev.portage.shape.ShapeNode;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.Refusal;
import dev.portage.store.RunId;
import dev.portage.store.ShapeRef;
import dev.portage.store.Stamp;
import dev.portage.store.Times;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** A store with a few flows in it, written at one moment of 2026. */
final class Shop {
  static final Instant NOW = Instant.parse("2026-05-21T12:03:44Z");
  static final Shape OLD =
      shape(
          atom("reserve", "1.0", "order", "reservation"),
          atom("charge", "1.0", "order", "receipt"));
  static final Shape NEW =
      shape(
          atom("reserve", "1.0", "order", "reservation"),
          atom("charge-card", "2.0", "order", "receipt"),
          atom("notify", "1.0", "receipt", "mail"));

  private final FlowStore store;

  /** An empty one, whose flows are written at {@link #NOW}. */
  Shop() {
    this(InstantSource.fixed(NOW));
  }

  /** An empty one by another clock. */
  Shop(InstantSource clock) {
    this(new MemoryFlowStore(clock));
  }

  /** One in that store. */
  Shop(FlowStore store) {
    this.store = store;
  }

  /** A few flows in ordinary states. */
  static Shop withFlows() {
    Shop shop = new Shop();
    shop.submit("order-1", OLD);
    shop.submit("order-2", OLD);
    shop.change("order-2", OLD, FlowState.RUNNING, LeaseChange.keep(), charged());
    shop.submit("order-3", OLD);
    shop.change(
        "order-3",
        OLD,
        FlowState.SUCCESS,
        LeaseChange.keep(),
        done("reserve", "{\"reservation\":\"r3\"}"),
        done("charge", "{\"receipt\":{\"cents\":4200}}"));
    shop.submit("order-4", NEW);
    shop.change("order-4", NEW, FlowState.FAILURE, LeaseChange.keep(), failed());
    return shop;
  }

  static Shape shape(ShapeAtom... atoms) {
    return Shape.of(
        new ShapeGroup(
            "checkout", Pattern.LINEAR, List.<ShapeNode>copyOf(Arrays.asList(atoms)), List.of()));
  }

  static ShapeAtom atom(String name, String version, String requires, String provides) {
    return new ShapeAtom(
        AtomKind.TASK,
        name,
        version,
        ShapeAtom.slotSet(List.of(requires)),
        ShapeAtom.slotSet(List.of(provides)),
        ShapeAtom.Traits.UNKNOWN);
  }

  static Payload json(String text) {
    return new Payload(Payload.JSON, text.getBytes(StandardCharsets.UTF_8));
  }

  static AtomRecord done(String name, String output) {
    return row(name, AtomState.SUCCESS)
        .with(new Execution("1.0", output(output), null, 1, "key-" + name, Times.UNKNOWN));
  }

  private static Output output(String text) {
    return Output.of(new TreeSet<>(json(text).tree().propertyNames()), json(text));
  }

  private static AtomRecord[] charged() {
    return new AtomRecord[] {
      done("reserve", "{\"reservation\":\"r\u00e9servation\"}"),
      row("charge", AtomState.RUNNING)
          .with(new Execution(null, null, null, 1, "order-2/charge/1", Times.UNKNOWN))
    };
  }

  private static AtomRecord[] failed() {
    Failure cause =
        new Failure("java.io.IOException", "line 2\n\u001b[31mred", "  at y\n", List.of(), NOW);
    Failure failure =
        new Failure("shop.Declined", "card declined", "  at x\n", List.of(cause), NOW);
    return new AtomRecord[] {
      done("reserve", "{\"reservation\":\"r4\"}"),
      row("charge-card", AtomState.FAILURE)
          .intending(Intention.REVERT)
          .with(new Execution("2.0", null, failure, 2, "k", new Times(NOW, NOW)))
    };
  }

  /** Notes that an engine could not activate a flow. */
  Shop refuse(String id, String sentence, String... codes) {
    FlowHeader header = store.load(FlowId.of(id)).orElseThrow().header();
    String build = NEW.fingerprint().hex();
    assertThat(
            store.note(
                new Refusal(
                    header.id(),
                    header.revision(),
                    NOW,
                    "worker-7",
                    build,
                    sentence,
                    List.of(codes))))
        .isTrue();
    return this;
  }

  static AtomRecord row(String name, AtomState state) {
    return AtomRecord.untouched(AtomName.of(name), AtomKind.TASK).in(state);
  }

  void submit(String id, Shape shape) {
    store
        .commit(
            new FlowWrite(
                key(id),
                FlowWrite.Expected.ABSENT,
                new FlowWrite.Head(
                    FlowState.PENDING,
                    json("{\"order\":{\"id\":\"" + id + "\"}}"),
                    null,
                    shape,
                    null),
                List.of(),
                List.of(),
                LeaseChange.keep(),
                null))
        .join();
  }

  void change(String id, Shape shape, FlowState state, LeaseChange lease, AtomRecord... rows) {
    FlowHeader now = header(id);
    store
        .commit(
            new FlowWrite(
                key(id),
                FlowWrite.Expected.of(now),
                FlowWrite.Head.of(state),
                List.of(rows),
                List.of(),
                lease,
                null))
        .join();
  }

  /** Notes in the journal that the flow went from the old shape to the new one. */
  void journal(String id) {
    FlowHeader now = header(id);
    JournalEntry entry =
        new JournalEntry(
            now.id(),
            now.revision() + 1,
            new JournalEntry.Made(NOW, "portage migrate, ann", new RunId("01RVN7T3Z8KQ")),
            ShapeRef.of(OLD, Stamp.NONE),
            ShapeRef.of(NEW, Stamp.of(List.of("charge-by-card"))),
            List.of("step charge-by-card", "default: new tasks start PENDING"),
            json("[]"),
            json("{}"));
    store
        .commit(
            new FlowWrite(
                key(id),
                FlowWrite.Expected.of(now),
                new FlowWrite.Head(
                    now.state(), null, null, NEW, Stamp.of(List.of("charge-by-card"))),
                List.of(),
                List.of(),
                LeaseChange.keep(),
                entry))
        .join();
  }

  private static FlowHeader.Key key(String id) {
    return new FlowHeader.Key(FlowId.of(id), "checkout", "");
  }

  private FlowHeader header(String id) {
    return store.load(FlowId.of(id)).orElseThrow().header();
  }

  /** Where commands find it. */
  String url(String name) {
    return TestStores.put(name, store);
  }

  FlowStore store() {
    return store;
  }
}
