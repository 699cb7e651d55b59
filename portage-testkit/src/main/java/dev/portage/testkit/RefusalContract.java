package dev.portage.testkit;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.claim;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.done;
import static dev.portage.testkit.StoreSamples.entry;
import static dev.portage.testkit.StoreSamples.expecting;
import static dev.portage.testkit.StoreSamples.journalling;
import static dev.portage.testkit.StoreSamples.json;
import static dev.portage.testkit.StoreSamples.row;
import static dev.portage.testkit.StoreSamples.shape;
import static dev.portage.testkit.StoreSamples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowException;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowExistsException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import dev.portage.store.PayloadTooLargeException;
import dev.portage.store.Reversal;
import dev.portage.store.StaleWriteException;
import dev.portage.store.Times;
import dev.portage.store.UnusableStoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may not be written is refused, and then nothing has changed. */
public interface RefusalContract extends OpenedStore {
  @Test
  default void aFlowIsMadeOnce() {
    FlowHeader made = make("1");

    assertRefused(
        creation("1", "another", shape("another", "x")), FlowExistsException.class, "'1'", "order");

    assertThat(load("1").header()).isEqualTo(made);
    assertThat(store().shapes("")).containsExactly(shape("order", "a", "b"));
  }

  @Test
  default void aStaleRevisionIsRefused() {
    FlowHeader old = make("1");
    FlowHeader now = commit(change(old, FlowState.RUNNING));

    assertRefused(
        change(old, FlowState.FAILURE, row("a", AtomState.FAILURE)),
        StaleWriteException.class,
        "'1'",
        "revision 2");
    assertRefused(
        expecting(change(now, FlowState.FAILURE), 3, 0), StaleWriteException.class, "revision 2");

    assertThat(load("1")).isEqualTo(FlowRecord.of(now, shape("order", "a", "b"), List.of()));
  }

  @Test
  default void aStaleTokenIsRefused() {
    FlowHeader made = make("1");
    FlowHeader old = store().claim(made.id(), 1, claim("old", clock().instant())).orElseThrow();
    store().release(made.id(), old.lease().token());
    FlowHeader now = store().claim(made.id(), 1, claim("new", clock().instant())).orElseThrow();

    assertRefused(
        change(old, FlowState.FAILURE, row("a", AtomState.FAILURE)),
        StaleWriteException.class,
        "token is 2",
        "'new'");

    assertThat(load("1")).isEqualTo(FlowRecord.of(now, shape("order", "a", "b"), List.of()));
  }

  @Test
  default void aFlowThatIsNotThereIsNotChanged() {
    FlowHeader made = make("1");
    FlowHeader.Key nobody = new FlowHeader.Key(FlowId.of("nobody"), "order", "");

    assertRefused(
        new FlowWrite(
            nobody,
            FlowWrite.Expected.of(made),
            FlowWrite.Head.of(FlowState.RUNNING),
            List.of(),
            List.of(),
            LeaseChange.keep(),
            null),
        StaleWriteException.class,
        "'nobody'",
        "no such flow");

    assertThat(store().load(FlowId.of("nobody"))).isEmpty();
  }

  @Test
  default void aFlowIdNeverAcceptsAnotherName() {
    FlowHeader made = make("1");

    assertRefused(
        new FlowWrite(
            new FlowHeader.Key(made.id(), "refund", ""),
            FlowWrite.Expected.of(made),
            FlowWrite.Head.of(FlowState.RUNNING),
            List.of(),
            List.of(),
            LeaseChange.keep(),
            null),
        StaleWriteException.class,
        "'refund'",
        "'order'");

    assertThat(load("1").header()).isEqualTo(made);
  }

  @Test
  default void aClaimWithinAWriteYieldsToALiveLease() {
    FlowHeader made = make("1");
    FlowHeader held = store().claim(made.id(), 1, claim("ann", clock().instant())).orElseThrow();

    assertRefused(
        with(change(held, FlowState.RUNNING), claim("bob", clock().instant())),
        StaleWriteException.class,
        "'ann'");

    assertThat(load("1").header()).isEqualTo(held);
  }

  @Test
  default void aValueOverTheLimitIsRefusedWhole() {
    FlowHeader made = make("1");
    String secret = "s3cret".repeat(store().maxPayloadBytes() / 6 + 1);

    assertRefused(
        change(
            made,
            FlowState.RUNNING,
            row("b", AtomState.RUNNING),
            done("a", "{\"x\":\"" + secret + "\"}", "x")),
        PayloadTooLargeException.class,
        "the output of 'a' of flow '1'",
        "at most " + store().maxPayloadBytes());
    assertThat(load("1")).isEqualTo(FlowRecord.of(made, shape("order", "a", "b"), List.of()));
  }

  @Test
  default void aValueAtTheLimitIsKept() {
    byte[] bytes = new byte[store().maxPayloadBytes()];
    bytes[bytes.length - 1] = 7;
    AtomRecord row =
        row("a", AtomState.SUCCESS)
            .with(
                new Execution(
                    "1.0",
                    Output.of(List.of(), new Payload("raw", bytes)),
                    null,
                    1,
                    null,
                    Times.UNKNOWN));

    commit(change(make("1"), FlowState.SUCCESS, row));

    assertThat(loadRow("1", "a").equals(row)).isTrue();
  }

  @Test
  default void aHistoryThatIsNoArrayIsRefused() {
    FlowHeader made = make("1");
    AtomRecord row =
        new AtomRecord(
            AtomName.of("again"),
            AtomKind.RETRY,
            AtomState.SUCCESS,
            Intention.EXECUTE,
            Execution.NONE,
            Reversal.NONE,
            json("{}"),
            null);

    assertRefused(change(made, FlowState.RUNNING, row), PayloadException.class, "'again'");

    assertThat(load("1").header()).isEqualTo(made);
  }

  @Test
  default void dependentsSeeTheReasonItself() {
    make("1");
    CompletableFuture<Throwable> seen = new CompletableFuture<>();

    assertThat(
            store().commit(creation("1")).whenComplete((header, thrown) -> seen.complete(thrown)))
        .failsWithin(Duration.ofSeconds(30));

    assertThat(seen.join()).isInstanceOf(FlowExistsException.class);
  }

  @Test
  default void severalFlowsAreMadeTogetherOrNotAtAll() {
    make("2");
    List<FlowWrite> births = Stream.of("1", "2", "3").map(StoreSamples::creation).toList();

    assertThatThrownBy(() -> store().makeAll(births))
        .isInstanceOfAny(FlowExistsException.class, UnusableStoreException.class);
    assertThat(store().find(FlowQuery.all())).hasSize(1);

    store().makeAll(births.subList(0, 1));
    assertThat(load("1").header().revision()).isEqualTo(1);
    assertThatThrownBy(() -> store().makeAll(births.subList(0, 1)))
        .isInstanceOf(FlowExistsException.class);
  }

  @Test
  default void contradictionsAreMistakesOfTheCaller() {
    FlowHeader made = make("1");
    FlowWrite nothing = expecting(change(made, FlowState.PENDING), 0, 0);
    FlowWrite twice = change(made, FlowState.RUNNING, done("a", "{}"), done("a", "{}"));
    JournalEntry late = entry(commit(change(make("2"), FlowState.RUNNING)));

    assertThatThrownBy(() -> commit(nothing)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> commit(twice)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> commit(journalling(made, late)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(load("1").header()).isEqualTo(made);
  }

  /** The future fails with that type; what to do next is up to the caller, not to a catch. */
  private void assertRefused(FlowWrite write, Class<? extends FlowException> type, String... said) {
    CompletableFuture<FlowHeader> written = store().commit(write);
    assertThatThrownBy(written::join)
        .cause()
        .isInstanceOf(type)
        .message()
        .contains(said)
        .doesNotContain("s3cret");
  }
}
