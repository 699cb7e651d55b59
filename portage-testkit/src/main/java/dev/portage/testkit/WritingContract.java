package dev.portage.testkit;

import static dev.portage.testkit.StoreSamples.HOSTILE;
import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.done;
import static dev.portage.testkit.StoreSamples.everyField;
import static dev.portage.testkit.StoreSamples.json;
import static dev.portage.testkit.StoreSamples.row;
import static dev.portage.testkit.StoreSamples.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.Lease;
import dev.portage.store.LeaseChange;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.ShapeRef;
import dev.portage.store.Stamp;
import dev.portage.store.Times;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written is what is read, and nothing else is. */
public interface WritingContract extends OpenedStore {
  @Test
  default void aFlowThatWasNeverMadeIsNotThere() {
    assertThat(store().load(FlowId.of("nobody"))).isEmpty();
    assertThat(store().journal(FlowId.of("nobody"))).isEmpty();
  }

  @Test
  default void makingAFlowStoresItsHeaderAndNoRow() {
    FlowHeader made = make("1");

    assertThat(made.revision()).isEqualTo(1);
    assertThat(made.lease()).isEqualTo(Lease.NONE);
    assertThat(made.meta()).isEqualTo(Payload.EMPTY);
    assertThat(made.times()).isEqualTo(new Times(clock().instant(), clock().instant()));
    assertThat(made.shape()).isEqualTo(ShapeRef.of(shape("order", "a", "b"), Stamp.NONE));
    assertThat(load("1")).isEqualTo(FlowRecord.of(made, shape("order", "a", "b"), List.of()));
  }

  @Test
  default void everyFieldOfTheHeaderIsKept() {
    Shape shape = shape("Ordér", HOSTILE.toArray(String[]::new));
    Stamp stamp = Stamp.of(List.of("step,1", "ste\"p", "\uD83D\uDE80"));
    FlowWrite write =
        new FlowWrite(
            new FlowHeader.Key(FlowId.of("7"), "Ordér '\"\\", "variant/ü"),
            FlowWrite.Expected.ABSENT,
            new FlowWrite.Head(
                FlowState.SUSPENDED,
                StoreSamples.unknownCodec(),
                json("{ \"spaces\" :  1.50 }"),
                shape,
                stamp),
            List.of(),
            List.of(),
            new LeaseChange.Claim("host/ü'", clock().instant(), StoreSamples.precise()),
            null);

    FlowHeader made = commit(write);

    assertThat(made.inputs()).isEqualTo(StoreSamples.unknownCodec());
    assertThat(made.meta()).isEqualTo(json("{ \"spaces\" :  1.50 }"));
    assertThat(made.shape()).isEqualTo(ShapeRef.of(shape, stamp));
    assertThat(made.lease()).isEqualTo(new Lease("host/ü'", StoreSamples.precise(), 1));
    assertThat(load("7")).isEqualTo(FlowRecord.of(made, shape, List.of()));
  }

  @Test
  default void everyFieldOfARowIsKept() {
    AtomRecord task = everyField(new AtomName("charge", "EUR 'x'"));
    AtomRecord retry = StoreSamples.retry("again", 3);

    FlowHeader header = commit(change(make("1"), FlowState.FAILURE, task, retry));

    assertThat(load("1").header()).isEqualTo(header);
    assertThat(load("1").touched()).containsOnlyKeys(task.name(), retry.name());
    assertThat(load("1").touched().get(task.name())).isEqualTo(task);
    assertThat(load("1").touched().get(retry.name())).isEqualTo(retry);
  }

  @Test
  default void anOutputOfNoSlotIsNotTheSameAsNoOutput() {
    commit(change(make("1"), FlowState.RUNNING, done("a", "{}"), row("b", AtomState.SUCCESS)));

    assertThat(loadRow("1", "a").execution().output()).isEqualTo(Output.of(List.of(), json("{}")));
    assertThat(loadRow("1", "b").execution().output()).isNull();
  }

  @Test
  default void everyStateIsKept() {
    FlowHeader header = make("1");
    for (FlowState state : FlowState.values()) {
      AtomRecord[] rows =
          Stream.of(AtomState.values())
              .map(atom -> row(atom.name(), atom))
              .toArray(AtomRecord[]::new);
      header = commit(change(header, state, rows));
      assertThat(load("1").header().state()).isEqualTo(state);
      assertThat(load("1").touched().values()).containsExactlyInAnyOrder(rows);
    }
  }

  @Test
  default void hostileNamesAreOnlyNames() {
    for (String name : HOSTILE) {
      Shape shape = shape(name, name);
      FlowHeader made = commit(creation(name, name, shape));
      AtomRecord row = done(name, "{}", name);
      FlowHeader moved = commit(change(made, FlowState.RUNNING, row));
      assertThat(load(name)).isEqualTo(FlowRecord.of(moved, shape, List.of(row)));
    }
    assertThat(store().find(FlowQuery.all())).hasSize(HOSTILE.size());
  }

  @Test
  default void everyWriteRaisesTheRevisionByOne() {
    FlowHeader header = make("1");
    for (int revision = 2; revision <= 6; revision++) {
      clock().advance(Duration.ofNanos(1));
      Times before = header.times();
      header = commit(change(header, FlowState.RUNNING));
      assertThat(header.revision()).isEqualTo(revision);
      assertThat(header.times()).isEqualTo(new Times(before.began(), clock().instant()));
      assertThat(load("1").header()).isEqualTo(header);
    }
  }

  @Test
  default void aWriteLeavesAloneWhatItDoesNotName() {
    FlowHeader made = commit(change(make("1"), FlowState.RUNNING, done("a", "{\"x\":1}", "x")));
    FlowHeader other = make("2");

    FlowHeader moved = commit(change(made, FlowState.RUNNING, row("b", AtomState.RUNNING)));

    assertThat(load("1").touched().values())
        .containsExactly(done("a", "{\"x\":1}", "x"), row("b", AtomState.RUNNING));
    assertThat(moved.inputs()).isEqualTo(made.inputs());
    assertThat(moved.shape()).isEqualTo(made.shape());
    assertThat(load("2").header()).isEqualTo(other);
  }

  @Test
  default void aRowIsWrittenInPlaceOfTheOneWithItsName() {
    FlowHeader header = commit(change(make("1"), FlowState.RUNNING, everyField(AtomName.of("a"))));

    commit(change(header, FlowState.RUNNING, row("a", AtomState.PENDING)));

    assertThat(load("1").touched().values()).containsExactly(row("a", AtomState.PENDING));
  }

  @Test
  default void rowsAreDeletedBeforeOthersArePut() {
    FlowHeader header =
        commit(change(make("1"), FlowState.RUNNING, done("a", "{\"x\":1}", "x"), done("b", "{}")));
    AtomRecord renamed = done("a", "{\"x\":1}", "x").named(AtomName.of("b"));

    commit(
        new FlowWrite(
            header.key(),
            FlowWrite.Expected.of(header),
            FlowWrite.Head.of(FlowState.RUNNING),
            List.of(renamed),
            List.of(AtomName.of("a"), AtomName.of("b"), AtomName.of("never there")),
            LeaseChange.keep(),
            null));

    assertThat(load("1").touched().values()).containsExactly(renamed);
  }

  @Test
  default void aFlowTakesAnotherShapeStampAndInputs() {
    FlowHeader header = make("1");
    Shape shape = shape("order", "b");
    Stamp stamp = Stamp.of(List.of("drop-a"));

    FlowHeader moved =
        commit(
            new FlowWrite(
                header.key(),
                FlowWrite.Expected.of(header),
                new FlowWrite.Head(
                    FlowState.PENDING, json("{\"m\":2}"), json("{\"by\":\"ann\"}"), shape, stamp),
                List.of(),
                List.of(),
                LeaseChange.keep(),
                null));

    assertThat(moved.inputs()).isEqualTo(json("{\"m\":2}"));
    assertThat(moved.meta()).isEqualTo(json("{\"by\":\"ann\"}"));
    assertThat(moved.shape()).isEqualTo(ShapeRef.of(shape, stamp));
    assertThat(load("1")).isEqualTo(FlowRecord.of(moved, shape, List.of()));
  }

  @Test
  default void inputsChangeAloneAndEverythingElseStays() {
    FlowHeader header = make("1");

    FlowHeader changed =
        commit(
            new FlowWrite(
                header.key(),
                FlowWrite.Expected.of(header),
                new FlowWrite.Head(FlowState.PENDING, json("{\"m\":2}"), null, null, null),
                List.of(),
                List.of(),
                LeaseChange.keep(),
                null));

    assertThat(changed.inputs()).isEqualTo(json("{\"m\":2}"));
    assertThat(changed.meta()).isEqualTo(header.meta());
    assertThat(changed.shape()).isEqualTo(header.shape());
    assertThat(load("1").header()).isEqualTo(changed);
  }

  @Test
  default void aShapeIsStoredOnceForAllThatHaveIt() {
    make("1");
    make("2");
    commit(creation("3", "other name", shape("order", "a", "b")));
    commit(creation("4", "order", shape("order", "b", "a")));

    assertThat(store().shapes(""))
        .containsExactlyInAnyOrder(shape("order", "a", "b"), shape("order", "b", "a"));
    assertThat(store().shape(shape("order", "b", "a").digest())).contains(shape("order", "b", "a"));
    assertThat(store().shape("none")).isEmpty();
  }
}
