package dev.portage.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowFactory;
import dev.portage.engine.FlowHandle;
import dev.portage.engine.FlowStepper;
import dev.portage.engine.ResumeReport;
import dev.portage.fault.SpoiledRowsTest.Place;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.LineageEdge;
import dev.portage.store.Payload;
import dev.portage.store.Refusal;
import dev.portage.store.RunId;
import dev.portage.testkit.StoreSamples;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A flow of which something is spoiled, with rows in every table, between two others. */
final class SpoiledFlow implements AutoCloseable {
  private static final FlowId BAD = FlowId.of("bad");
  private static final RunId RUN = new RunId("01RVN7T3Z8KQ");
  private static final Slot<String> SLOT = Slot.of("slot", String.class);

  private final Connection connection;
  private final List<FlowId> others;
  private final FlowStore store;
  private final Engine engine;

  SpoiledFlow(String url, Connection connection, int number) throws Exception {
    this.connection = connection;
    this.others = List.of(FlowId.of("a-good-" + number), FlowId.of("z-good-" + number));
    try (FlowStore before = FlowStores.open(url);
        Engine first = engine(before)) {
      begin(before, first, "good flow", others.get(0));
      begin(before, first, "bad flow", BAD);
      begin(before, first, "good flow", others.get(1));
    }
    this.store = FlowStores.open(url); // which has read no shape yet
    this.engine = engine(store);
  }

  private static Engine engine(FlowStore store) {
    FlowFactory good = in -> flow("good flow");
    FlowFactory bad = in -> flow("bad flow");
    return Engine.open(
        store,
        FlowCatalog.builder().flow("good flow", good).flow("bad flow", bad).build(),
        EngineOptions.defaults());
  }

  private static Flow flow(String name) {
    return Flow.linear(name)
        .retry(Retry.times("again", 2))
        .add(Task.named("a").provides(SLOT).execute(in -> "value"))
        .add(Task.named("b").requires(SLOT).run(in -> {}))
        .build();
  }

  /** Leaves it as a process that has died, with notes of every kind beside it. */
  private static void begin(FlowStore store, Engine engine, String flow, FlowId id)
      throws Exception {
    try (FlowStepper stepper = engine.stepwise(engine.enqueue(flow, id, in -> {}))) {
      assertThat(stepper.step()).isPresent();
    }
    FlowHeader header = store.load(id).orElseThrow().header();
    Payload moves = StoreSamples.json("{\"moves\":[{\"by\":\"step s\",\"digest\":\"d\"}]}");
    JournalEntry entry =
        new JournalEntry(
            id,
            header.revision() + 1,
            new JournalEntry.Made(Instant.EPOCH, "ann", RUN),
            header.shape(),
            header.shape(),
            List.of("s"),
            moves,
            StoreSamples.json("{}"));
    FlowWrite.Head head = FlowWrite.Head.of(header.state());
    FlowWrite write =
        new FlowWrite(
            header.key(),
            FlowWrite.Expected.of(header),
            head,
            List.of(),
            List.of(),
            LeaseChange.keep(),
            entry);
    long revision = store.commit(write).join().revision();
    store.note(new Refusal(id, revision, Instant.EPOCH, "ann", "build", "no", List.of("RERUN01")));
    store.note(
        List.of(
            new LineageEdge(
                flow, "", header.shape().fingerprint(), header.shape().fingerprint(), 0, id)));
  }

  /** Spoils it; false if no such value can stand there. */
  boolean takes(Place place, @Nullable Object value) throws SQLException {
    String sql =
        "UPDATE " + place.table() + " SET " + place.column() + " = ? WHERE " + place.where();
    int rows;
    try {
      rows = Console.execute(connection, sql, value);
    } catch (SQLException e) {
      return false;
    }
    assertThat(rows).as(place.toString()).isPositive();
    return true;
  }

  /** Nobody else is affected, and it is told if it cannot be read. */
  void isAlone(String when) throws Exception {
    othersAreRead(when);
    List<String> unreadable =
        store.unreadable().stream().map(CorruptRecordException::flow).toList();
    assertThat(unreadable).as(when).hasSizeLessThan(2).noneMatch(id -> id.contains("good"));
    if (!isReadable(when)) {
      assertThat(unreadable).as(when).hasSize(1);
    }
    ResumeReport report = engine.resumeAll();
    assertThat(report.refused().keySet()).as(when).doesNotContainAnyElementsOf(others);
    assertThat(report.resumed()).as(when).extracting(FlowHandle::id).containsAll(others);
    for (FlowHandle handle : report.resumed()) {
      if (others.contains(handle.id())) {
        assertThat(handle.await().state()).as(when).isEqualTo(FlowState.SUCCESS);
      }
    }
  }

  private void othersAreRead(String when) {
    assertThat(store.find(FlowQuery.all())).as(when).extracting(FlowHeader::id).containsAll(others);
    assertThat(store.census(FlowQuery.unfinished()))
        .as(when)
        .anyMatch(line -> line.flow().equals("good flow") && line.unfinished() >= 2)
        .allSatisfy(line -> assertThat(store.situations(line)).isNotNull());
    assertThat(store.shapes("")).as(when).isNotEmpty();
    assertThat(store.refusals(FlowQuery.all()))
        .as(when)
        .extracting(Refusal::flow)
        .containsAll(others);
    assertThat(store.flowsOf(RUN)).as(when).containsAll(others);
    assertThat(store.lineage("good flow")).as(when).isNotEmpty();
    assertThat(store.stepDigests("good flow")).as(when).isNotEmpty();
    for (FlowId id : others) {
      assertThat(store.load(id)).as(when).isPresent();
      assertThat(store.journal(id)).as(when).hasSize(1);
    }
  }

  private boolean isReadable(String when) {
    boolean isReadable = reads(when, () -> store.load(BAD));
    reads(when, () -> store.journal(BAD));
    reads(when, () -> store.lineage("bad flow"));
    reads(when, () -> store.stepDigests("bad flow"));
    return isReadable;
  }

  private static boolean reads(String when, Runnable reading) {
    try {
      reading.run();
      return true;
    } catch (CorruptRecordException e) {
      assertThat(e).as(when).hasMessageContaining("cannot be read");
      return false;
    }
  }

  /** Leaves nothing of the bad flow behind. */
  @Override
  public void close() throws SQLException {
    engine.close();
    store.close();
    for (String table : List.of("atom", "journal", "refusal")) {
      Console.execute(
          connection, "DELETE FROM portage_" + table + " WHERE flow_id NOT LIKE '%good%'");
    }
    Console.execute(connection, "DELETE FROM portage_flow WHERE id NOT LIKE '%good%'");
    for (String table : List.of("step", "lineage")) {
      Console.execute(connection, "DELETE FROM portage_" + table + " WHERE flow <> 'good flow'");
    }
    Console.execute(
        connection,
        "DELETE FROM portage_shape WHERE digest NOT IN (SELECT digest FROM portage_flow)");
  }
}
