package dev.portage.jdbc;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.everyField;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomName;
import dev.portage.model.FlowState;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.testkit.OpenedStore;
import dev.portage.testkit.StoreSamples;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One row that somebody has spoiled is the trouble of one flow. */
final class UnreadableRowTest {
  private static final FlowId BAD = FlowId.of("bad");

  @TempDir private Path directory;
  private SqliteTables tables;
  private FlowStore store;

  @BeforeEach
  void open() {
    tables = new SqliteTables(directory.resolve("x.db"));
    store = FlowStores.open(tables.url());
    for (String id : new String[] {"bad", "good", "zzz"}) {
      FlowHeader made = OpenedStore.commit(store, creation(id));
      OpenedStore.commit(
          store,
          change(
              made,
              FlowState.RUNNING,
              everyField(AtomName.of("a")),
              StoreSamples.retry("again", 2)));
    }
    assertThat(store.unreadable()).isEmpty();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void spoil(String table, String column, String value) throws SQLException {
    String key = table.equals("portage_flow") ? "id" : "flow_id";
    tables.execute(
        "PRAGMA foreign_keys = OFF",
        "UPDATE %s SET %s = %s WHERE %s = 'bad'".formatted(table, column, value, key));
  }

  private void assertOthersGoOn() {
    assertThat(store.load(FlowId.of("good"))).isPresent();
    FlowHeader good = store.load(FlowId.of("good")).orElseThrow().header();
    assertThat(OpenedStore.commit(store, change(good, FlowState.FAILURE)).revision()).isEqualTo(3);
    assertThat(store.find(FlowQuery.all()))
        .extracting(header -> header.id().text())
        .contains("good", "zzz");
    assertThat(store.census(FlowQuery.all()))
        .anySatisfy(line -> assertThat(line.unfinished()).isGreaterThanOrEqualTo(2))
        .allSatisfy(
            line -> assertThat(store.situations(line)).allSatisfy(s -> assertThat(s).isNotNull()));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "state, 'EXPLODED', 'EXPLODED'",
        "stamp, '[not json', JSON",
        "stamp, '{}', array",
        "lease_until, 'tomorrow', lease_until",
        "began, '2026-13-45T00:00:00.000000000Z', began",
        "changed, 12, changed",
        "digest, 'none', is not stored"
      })
  void anUnreadableHeaderIsTheTroubleOfOneFlow(String column, String value, String said)
      throws SQLException {
    spoil("portage_flow", column, value);
    store.close();
    store = FlowStores.open(tables.url());

    assertThatThrownBy(() -> store.load(BAD))
        .isInstanceOf(CorruptRecordException.class)
        .hasMessageContaining("flow 'bad' cannot be read: " + column)
        .hasMessageContaining(said);
    assertThat(store.unreadable())
        .singleElement()
        .satisfies(found -> assertThat(found.flow()).isEqualTo("bad"));
    assertOthersGoOn();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "kind, 'GIZMO'",
        "state, 'EXPLODED'",
        "intention, 'GOOD'",
        "output_slots, NULL",
        "output_slots, 'x'",
        "output_slots, '[1]'",
        "failure, '{broken'",
        "failure, '{}'",
        "failure, '[]'",
        "reversal_failure, 'null'",
        "attempts, 'many'",
        "attempts, -1",
        "began, 'never'",
        "ended, ''"
      })
  void anUnreadableRowIsTheTroubleOfOneFlow(String column, String value) throws SQLException {
    tables.execute(
        "UPDATE portage_atom SET %s = %s WHERE flow_id = 'bad' AND template = 'a'"
            .formatted(column, value));

    assertThatThrownBy(() -> store.load(BAD))
        .isInstanceOf(CorruptRecordException.class)
        .hasMessageContaining("flow 'bad' cannot be read: atom 'a', " + column)
        .hasMessageContaining("other flows are not affected");
    assertThat(store.unreadable())
        .singleElement()
        .satisfies(found -> assertThat(found.flow()).isEqualTo("bad"));
    assertThat(store.find(FlowQuery.all())).hasSize(3);
    assertOthersGoOn();
  }

  @Test
  void aValueThatIsNoJsonIsFoundButStillCarriedByteForByte() throws SQLException {
    tables.execute(
        "UPDATE portage_atom SET output = '{\"secret\": 4711', output_codec = 'json'"
            + " WHERE flow_id = 'bad' AND template = 'a'");

    assertThat(store.unreadable())
        .singleElement()
        .satisfies(
            found ->
                assertThat(found)
                    .hasMessageContaining("flow 'bad' cannot be read: atom 'a', output")
                    .hasMessageNotContaining("4711"));
    assertThat(store.load(BAD).orElseThrow().touched().get(AtomName.of("a")).execution().output())
        .satisfies(
            output -> assertThat(output.value()).isEqualTo(StoreSamples.json("{\"secret\": 4711")));
    assertOthersGoOn();
  }

  @Test
  void aSpoiledShapeIsTheTroubleOfItsFlows() throws SQLException {
    FlowHeader other =
        OpenedStore.commit(
            store, creation("other", "refund", StoreSamples.shape("refund", "x", "y")));
    tables.execute(
        "UPDATE portage_shape SET text = 'portage-shape/1\nlinear refund\n  gizmo x 1.0\n'"
            + " WHERE digest = '"
            + other.shape().digest()
            + "'");

    assertThatThrownBy(() -> store.load(other.id()))
        .isInstanceOf(CorruptRecordException.class)
        .hasMessageContaining("line 3");
    assertThat(store.shapes("")).hasSize(1);
    assertThat(store.shape(other.shape().digest())).isEmpty();
    assertThat(store.load(BAD)).isPresent();
  }

  @Test
  void anIdThatNobodyCouldHaveChosenIsOnlyReported() throws SQLException {
    tables.execute("UPDATE portage_flow SET id = 'a' || char(7) || 'b' WHERE id = 'zzz'");

    assertThat(store.find(FlowQuery.all()))
        .extracting(header -> header.id().text())
        .containsExactly("bad", "good");
    assertThat(store.unreadable()).hasSize(1);
  }

  @Test
  void pagesGoOnPastRowsThatCannotBeRead() throws SQLException {
    spoil("portage_flow", "state", "'EXPLODED'");

    assertThat(store.find(FlowQuery.all().limit(1)))
        .extracting(header -> header.id().text())
        .containsExactly("good");
    assertThat(store.find(FlowQuery.all().limit(2)))
        .extracting(header -> header.id().text())
        .containsExactly("good", "zzz");
  }

  @Test
  void aFlowThatCannotBeReadIsNotWrittenEither() throws SQLException {
    FlowHeader bad = store.load(BAD).orElseThrow().header();
    spoil("portage_flow", "stamp", "'[not json'");
    store.close();
    store = FlowStores.open(tables.url()); // whoever has written a flow need not read it again

    assertThatThrownBy(() -> OpenedStore.commit(store, change(bad, FlowState.SUCCESS)))
        .isInstanceOf(CorruptRecordException.class);
    assertOthersGoOn();
  }
}
