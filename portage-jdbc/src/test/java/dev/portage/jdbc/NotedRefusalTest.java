package dev.portage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowRefusedException;
import dev.portage.engine.ResumeOptions;
import dev.portage.migration.MigratingAdmission;
import dev.portage.migration.Migrations;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.Refusal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A refusal leaves every row of a flow as it was, byte for byte, and a note beside it. */
final class NotedRefusalTest {
  private static final List<String> TABLES =
      List.of("portage_flow", "portage_atom", "portage_journal", "portage_shape");
  private static final FlowId ID = FlowId.of("order-1");

  @TempDir private Path directory;

  private SqliteTables tables() {
    return new SqliteTables(directory.resolve("x.db"));
  }

  private Engine engine(FlowStore store, int major) {
    Flow flow =
        Flow.linear("order")
            .add(Task.named("a").version(major, 0).run(in -> {}))
            .add(Task.named("b").run(in -> {}))
            .build();
    EngineOptions options = EngineOptions.defaults().withOwner("worker-" + major);
    Migrations migrations = Migrations.of("order", book -> {});
    return Engine.open(
        store,
        FlowCatalog.of("order", in -> flow),
        options.withAdmission(new MigratingAdmission(migrations, options.clock(), "test")));
  }

  /** Every column of every row of the flows, as text. */
  private String image() throws SQLException {
    StringBuilder image = new StringBuilder();
    for (String table : TABLES) {
      String columns =
          tables().select("SELECT name FROM pragma_table_info('" + table + "')").stream()
              .map(column -> "quote(" + column + ")")
              .collect(Collectors.joining(" || ' ' || "));
      tables()
          .select("SELECT " + columns + " FROM " + table + " ORDER BY 1")
          .forEach(row -> image.append(table).append(' ').append(row).append('\n'));
    }
    return image.toString();
  }

  @Test
  void everyRowStaysAsItWasAndTheNoteGoesWithTheNextActivation() throws Exception {
    try (FlowStore store = FlowStores.open(tables().url())) {
      try (Engine engine = engine(store, 1)) {
        engine.enqueue("order", ID, in -> {});
      }
      String before = image();
      try (Engine engine = engine(store, 2)) {
        assertThatThrownBy(() -> engine.resume(ID)).isInstanceOf(FlowRefusedException.class);
        String noted = note();
        assertThat(noted).contains("worker-2").contains("DATA03");
        assertThat(engine.resumeAll().refused()).containsOnlyKeys(ID);
        assertThat(engine.resumeAll(ResumeOptions.defaults()).left()).hasSize(1);
        assertThat(note()).as("written once").isEqualTo(noted);
      }
      assertThat(image()).isEqualTo(before).contains("portage_flow");
      try (FlowReader reader = FlowStores.openForReading(tables().url())) {
        assertThat(reader.refusals(FlowQuery.unfinished()))
            .extracting(Refusal::flow)
            .containsExactly(ID);
        assertThat(reader.unreadable()).isEmpty();
      }
      try (Engine engine = engine(store, 1)) {
        assertThat(engine.resume(ID).await().state()).isEqualTo(FlowState.SUCCESS);
      }
      assertThat(note()).isEmpty();
    }
  }

  @Test
  void aNoteThatCannotBeReadKeepsNobodyFromTheFlow() throws Exception {
    try (FlowStore store = FlowStores.open(tables().url())) {
      try (Engine engine = engine(store, 1)) {
        engine.enqueue("order", ID, in -> {});
      }
      try (Engine engine = engine(store, 2)) {
        assertThatThrownBy(() -> engine.resume(ID)).isInstanceOf(FlowRefusedException.class);
      }
      tables().execute("UPDATE portage_refusal SET refused_at = 'noon', codes = '{'");
      assertThat(store.refusals(FlowQuery.all())).isEmpty();
      assertThat(store.unreadable()).isEmpty();
      try (Engine engine = engine(store, 2)) {
        assertThatThrownBy(() -> engine.resume(ID)).isInstanceOf(FlowRefusedException.class);
      }
      assertThat(store.refusals(FlowQuery.all())).as("written anew").hasSize(1);
    }
  }

  private String note() throws SQLException {
    return String.join(
        "\n",
        tables()
            .select(
                "SELECT flow_id || ' ' || revision || ' ' || refused_at || ' ' || actor || ' '"
                    + " || sentence || ' ' || codes FROM portage_refusal"));
  }
}
