package dev.portage.testkit;

import static dev.portage.testkit.StoreSamples.HOSTILE;
import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.claim;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.done;
import static dev.portage.testkit.StoreSamples.json;
import static dev.portage.testkit.StoreSamples.row;
import static dev.portage.testkit.StoreSamples.shape;
import static dev.portage.testkit.StoreSamples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
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
import dev.portage.store.ShapeRef;
import dev.portage.store.Stamp;
import dev.portage.store.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a name or a value says, it is stored as it stands or refused; it is never executed. */
public interface HostileContract extends OpenedStore {
  /** Texts of which any two are the same to somebody's database. */
  List<String> LOOKALIKES =
      List.of(
          "a",
          "A",
          "a ",
          " a",
          "\u00E4",
          "a\u0308",
          "ae",
          "1",
          "01",
          "1.0",
          "\u00DF",
          "ss",
          "SS",
          "\u0130",
          "i",
          "I",
          "\u0131",
          "\uFF41",
          "a\u200B",
          "\uD83D\uDE80",
          "\uD83D\uDE81",
          "?",
          "%",
          "_",
          "null",
          "NULL");

  @Test
  default void namesThatOnlyLookAlikeAreDifferent() {
    AtomRecord[] rows =
        LOOKALIKES.stream().map(name -> done(name, "{}", name)).toArray(AtomRecord[]::new);
    for (String name : LOOKALIKES) {
      commit(
          change(commit(creation("x" + name, name, shape(name, name))), FlowState.RUNNING, rows));
    }

    assertThat(store().find(FlowQuery.all())).hasSize(LOOKALIKES.size());
    assertThat(store().census(FlowQuery.all())).hasSize(LOOKALIKES.size());
    for (String name : LOOKALIKES) {
      FlowRecord stored = load("x" + name);
      assertThat(stored.header().flow()).isEqualTo(name);
      assertThat(stored.touched().values()).containsExactlyInAnyOrder(rows);
      assertThat(store().find(FlowQuery.all().of(name))).containsExactly(stored.header());
    }
  }

  @Test
  default void hostileTextsOfRowsAndLeasesAreOnlyTexts() {
    for (String text : HOSTILE) {
      Execution execution =
          new Execution(
              "1.0", Output.of(List.of(text, "b"), json("{}")), null, 1, text, Times.UNKNOWN);
      AtomRecord keyed =
          AtomRecord.untouched(new AtomName("each", text), AtomKind.TASK)
              .in(AtomState.SUCCESS)
              .with(execution);
      FlowHeader made = make(text);
      FlowWrite write =
          with(change(made, FlowState.RUNNING, keyed), claim(text, clock().instant()));

      FlowHeader held = commit(write);

      assertThat(held.lease().owner()).isEqualTo(text);
      assertThat(load(text))
          .isEqualTo(FlowRecord.of(held, shape("order", "a", "b"), List.of(keyed)));
      assertThat(store().claim(made.id(), 2, claim(text, clock().instant()))).isPresent();
    }
  }

  @Test
  default void hostileTextsOfTheJournalAreOnlyTexts() {
    FlowHeader header = make("1");
    List<JournalEntry> made = new ArrayList<>();
    for (String text : HOSTILE) {
      JournalEntry plain = StoreSamples.entry(header);
      JournalEntry entry =
          new JournalEntry(
              plain.flow(),
              plain.revision(),
              new JournalEntry.Made(plain.made().at(), text, plain.made().run()),
              plain.from(),
              ShapeRef.of(shape("order", "b"), Stamp.of(List.of(text))),
              List.of(text, "b"),
              plain.moves(),
              plain.before());
      header = commit(StoreSamples.journalling(header, entry));
      made.add(entry);
    }

    assertThat(store().journal(FlowId.of("1"))).isEqualTo(made);
  }

  @Test
  default void valuesAreKeptByteForByte() {
    List<Payload> values =
        Stream.of(
                "",
                "{\"a\":1,\"a\":2}",
                "[NaN,-Infinity,-0.0,1E+2,1.10,1e999999999]",
                "[" + "9".repeat(10_000) + "." + "1".repeat(10_000) + "]",
                "[".repeat(10_000) + "]".repeat(10_000),
                "{\"t\":\"'; DROP TABLE portage_atom; --\"}",
                "\"" + "\uD83D\uDE80\u0634\u202E'\\\"".repeat(2_000) + "\"",
                "\"\\u0000\\ud800\"",
                "not JSON \0 at all")
            .map(StoreSamples::json)
            .toList();
    FlowHeader header = make("1");
    for (Payload value : values) {
      AtomRecord row = done("a", "{}").with(execution(value)).withMeta(value);

      header = commit(change(header, FlowState.RUNNING, row));

      AtomRecord stored = loadRow("1", "a");
      assertThat(stored.equals(row)).as("kept: %s", value).isTrue();
    }
  }

  private static Execution execution(Payload output) {
    return new Execution("1.0", Output.of(List.of(), output), null, 1, "k", Times.UNKNOWN);
  }

  @Test
  default void whatFailedIsKeptWhateverItSays() {
    FlowHeader header = make("1");
    for (String said :
        List.of("\0 \uD800 \uDC00 \uD83D\uDE80 \u0634 '\"\\\n", "x".repeat(100_000))) {
      Failure failure = new Failure("Boom", said, said, List.of(), clock().instant());
      Execution failed = new Execution("1.0", null, failure, 1, "k", Times.UNKNOWN);

      header = commit(change(header, FlowState.FAILURE, row("a", AtomState.FAILURE).with(failed)));

      assertThat(loadRow("1", "a").execution().equals(failed)).isTrue();
    }
  }

  @Test
  default void aHistoryDeeperThanAnybodyReadsIsRefusedWhole() {
    FlowHeader made = make("1");
    AtomRecord deep =
        StoreSamples.retry("again", 1).remembering(json("[".repeat(10_000) + "]".repeat(10_000)));

    assertThatThrownBy(() -> commit(change(made, FlowState.RUNNING, done("a", "{}"), deep)))
        .isInstanceOf(PayloadException.class);
    assertThat(load("1")).isEqualTo(FlowRecord.of(made, shape("order", "a", "b"), List.of()));
  }

  @Test
  default void namesThatNoDatabaseKeepsAreRefusedWhole() {
    FlowHeader made = make("1");
    for (String bad : List.of("nul \0", "half \uD800", "half \uDC00 of a pair", "\uDC00\uD800")) {
      List<FlowWrite> writes =
          List.of(
              change(made, FlowState.RUNNING, done("a", "{}"), row(bad, AtomState.RUNNING)),
              change(
                  made,
                  FlowState.RUNNING,
                  row("a", AtomState.RUNNING).named(new AtomName("a", bad))),
              change(made, FlowState.RUNNING, done("a", "{}", "x", bad)),
              change(
                  made,
                  FlowState.RUNNING,
                  done("a", "{}").with(execution(new Payload(bad, new byte[1])))),
              creation("2", bad, shape("order", "a")));
      assertThat(writes)
          .allSatisfy(
              write ->
                  assertThatThrownBy(() -> commit(write))
                      .isInstanceOf(IllegalArgumentException.class)
                      .hasMessageContaining("flow '" + write.key().id() + "'")
                      .hasMessageContaining("a NUL character or half a surrogate pair"));
      assertThatThrownBy(() -> new LeaseChange.Claim(bad, clock().instant(), clock().instant()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(load("1")).isEqualTo(FlowRecord.of(made, shape("order", "a", "b"), List.of()));
    assertThat(store().find(FlowQuery.all())).containsExactly(made);
  }

  @Test
  default void shapesKeepNamesThatNoDatabaseKeeps() {
    Shape shape = shape("nul \0", "half \uD800", "half \uDC00 of a pair", "line\nbreak");

    commit(creation("1", "order", shape));

    assertThat(load("1").shape()).isEqualTo(shape);
    assertThat(store().shapes("")).containsExactly(shape);
  }
}
