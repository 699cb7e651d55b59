package dev.portage.taskflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.store.AtomRecord;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStores;
import dev.portage.store.Situation;
import dev.portage.store.SituationCount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries, counts and the states that only TaskFlow has. */
class TaskflowReaderTest {
  private static final List<String> STATES =
      List.of("SUCCESS", "SUSPENDED", "REVERTED", "FAILURE", "RUNNING");

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void makeFile() {
    file = TaskflowSchema.create(directory.resolve("t.db"));
  }

  private void fill(HandleConsumer<RuntimeException> work) {
    Jdbi.create("jdbc:sqlite:" + file).useTransaction(work);
  }

  /** Ten flows of two names; every fifth has a second version of its task. */
  private FlowReader ten() {
    fill(
        handle -> {
          for (int i = 0; i < 10; i++) {
            String id = "flow-" + i;
            TaskflowSchema.flow(handle, id, i % 2 == 0 ? "boot" : "Resize", STATES.get(i / 2));
            TaskflowSchema.task(handle, id, "a", i % 5 == 0 ? "2.0" : "1.0", "SUCCESS");
            TaskflowSchema.task(handle, id, "b", "1.0", i == 2 ? "RUNNING" : "PENDING");
          }
        });
    return FlowStores.openForReading("taskflow:jdbc:sqlite:" + file);
  }

  private static List<String> ids(FlowReader reader, FlowQuery query) {
    return reader.find(query).stream().map(header -> header.id().text()).toList();
  }

  @Test
  void queriesFilterByNameScopeIdsAndFingerprint() {
    try (FlowReader reader = ten()) {
      assertThat(ids(reader, FlowQuery.all())).hasSize(10).isSorted();
      assertThat(ids(reader, FlowQuery.all().of("boot")))
          .containsExactly("flow-0", "flow-2", "flow-4", "flow-6", "flow-8");
      assertThat(ids(reader, FlowQuery.unfinished()))
          .containsExactly("flow-2", "flow-3", "flow-6", "flow-7", "flow-8", "flow-9");
      assertThat(ids(reader, FlowQuery.all().in(FlowQuery.Scope.FINISHED)))
          .containsExactly("flow-0", "flow-1", "flow-4", "flow-5");
      assertThat(ids(reader, FlowQuery.all().only(List.of(FlowId.of("flow-3"), FlowId.of("x")))))
          .containsExactly("flow-3");
      assertThat(ids(reader, FlowQuery.all().claimable(Instant.EPOCH))).hasSize(10);
      FlowHeader odd = reader.find(FlowQuery.all()).get(5);
      String prefix = odd.shape().fingerprint().hex().substring(0, 6);
      assertThat(ids(reader, FlowQuery.all().shaped(prefix))).containsExactly("flow-0", "flow-5");
    }
  }

  @Test
  void pagesFollowEachOther() {
    try (FlowReader reader = ten()) {
      List<String> seen = new ArrayList<>();
      List<String> page;
      FlowQuery query = FlowQuery.all().limit(3);
      do {
        page = ids(reader, query);
        seen.addAll(page);
        query = page.isEmpty() ? query : query.after(FlowId.of(page.get(page.size() - 1)));
      } while (!page.isEmpty());
      assertThat(seen).isEqualTo(ids(reader, FlowQuery.all()));
    }
  }

  @Test
  void theCensusCountsByNameAndShape() {
    try (FlowReader reader = ten()) {
      List<CensusLine> lines = reader.census(FlowQuery.all().limit(1));
      assertThat(lines)
          .extracting(
              CensusLine::flow, CensusLine::unfinished, CensusLine::finished, CensusLine::sample)
          .containsExactlyInAnyOrder(
              tuple("Resize", 3L, 1L, FlowId.of("flow-3")),
              tuple("Resize", 0L, 1L, FlowId.of("flow-5")),
              tuple("boot", 3L, 1L, FlowId.of("flow-2")),
              tuple("boot", 0L, 1L, FlowId.of("flow-0")));
      assertThat(lines).extracting(CensusLine::flow).isSorted();
      assertThat(reader.shapes("")).hasSize(4);
      String digest = lines.get(0).shape().digest();
      assertThat(reader.shape(digest))
          .hasValueSatisfying(shape -> assertThat(shape.digest()).isEqualTo(digest));
    }
  }

  @Test
  void situationsCountUnfinishedFlowsOnly() {
    try (FlowReader reader = ten()) {
      CensusLine boot =
          reader.census(FlowQuery.all().of("boot")).stream()
              .filter(line -> line.unfinished() > 0)
              .findFirst()
              .orElseThrow();
      List<SituationCount> counts = reader.situations(boot);
      assertThat(counts).hasSize(3);
      assertThat(counts).extracting(SituationCount::flows).containsOnly(1L);
      assertThat(counts.get(0).samples()).containsExactly(FlowId.of("flow-2"));
      assertThat(counts.get(0).situation().at(AtomName.of("b")).state())
          .isEqualTo(AtomState.RUNNING);
      assertThat(counts.get(0).situation().at(AtomName.of("a")).hasOutput()).isTrue();
    }
  }

  @Test
  void aRetrysAttemptsAreInTheSituation() throws IOException {
    Path real = Fixtures.copy("c_times_retry", directory);
    try (TaskflowReader reader = Fixtures.open(real)) {
      CensusLine line = reader.census(FlowQuery.all()).get(0);
      assertThat(line.unfinished()).isEqualTo(3);
      assertThat(reader.situations(line))
          .extracting(count -> count.situation().at(AtomName.of("nova-boot-retry")).attempts())
          .containsExactlyInAnyOrder(3, 1, 1);
      assertThat(reader.situations(line))
          .allSatisfy(
              count ->
                  assertThat(count.situation())
                      .isEqualTo(Situation.of(reader.load(count.samples().get(0)).orElseThrow())));
    }
  }

  @Test
  void statesThatOnlyTaskflowHasAreTranslated() {
    fill(
        handle -> {
          for (String state : List.of("REVERTING", "RESUMING", "SUSPENDING")) {
            TaskflowSchema.flow(handle, state, "boot", state);
          }
          TaskflowSchema.flow(handle, "none", "boot", null);
          TaskflowSchema.flow(handle, "odd", "boot", "CLAIMED");
        });
    try (TaskflowReader reader = Fixtures.open(file)) {
      assertThat(state(reader, "REVERTING")).isEqualTo(FlowState.RUNNING);
      assertThat(state(reader, "RESUMING")).isEqualTo(FlowState.SUSPENDED);
      assertThat(state(reader, "SUSPENDING")).isEqualTo(FlowState.SUSPENDING);
      assertThat(state(reader, "none")).isEqualTo(FlowState.PENDING);
      assertThat(reader.original(FlowId.of("REVERTING")).orElseThrow().path("state").asString())
          .isEqualTo("REVERTING");
      assertThat(reader.unreadable()).hasSize(1);
    }
  }

  private static FlowState state(TaskflowReader reader, String id) {
    return reader.load(FlowId.of(id)).orElseThrow().header().state();
  }

  @Test
  void everyAtomStateOfTaskflowIsKnown() {
    List<String> states =
        List.of(
            "PENDING",
            "RUNNING",
            "SUCCESS",
            "FAILURE",
            "REVERTING",
            "REVERTED",
            "REVERT_FAILURE",
            "RETRYING",
            "IGNORE");
    fill(
        handle -> {
          TaskflowSchema.flow(handle, "f", "boot", "FAILURE");
          states.forEach(state -> TaskflowSchema.task(handle, "f", state, "1.0", state));
          TaskflowSchema.task(handle, "f", "no state", null, null);
        });
    try (TaskflowReader reader = Fixtures.open(file)) {
      var rows = reader.load(FlowId.of("f")).orElseThrow().touched();
      states.forEach(
          state -> assertThat(rows.get(AtomName.of(state)).state().name()).isEqualTo(state));
      assertThat(rows.get(AtomName.of("no state")).state()).isEqualTo(AtomState.PENDING);
    }
  }

  @Test
  void noneOfASuccessfulTaskIsAnOutputOfNull() {
    fill(
        handle -> {
          TaskflowSchema.flow(handle, "f", "boot", "RUNNING");
          TaskflowSchema.task(handle, "f", "done", "1.0", "SUCCESS");
          TaskflowSchema.task(handle, "f", "waits", "1.0", null);
          handle.execute("UPDATE atomdetails SET results = NULL");
        });
    try (TaskflowReader reader = Fixtures.open(file)) {
      var rows = reader.load(FlowId.of("f")).orElseThrow().touched();
      AtomRecord done = Objects.requireNonNull(rows.get(AtomName.of("done")));
      assertThat(Objects.requireNonNull(done.execution().output()).value().tree().isNull())
          .isTrue();
      assertThat(rows.get(AtomName.of("waits")).isUntouched()).isTrue();
    }
  }

  @Test
  void aDatabaseOfTaskflowsFirstYearsIsReadToo() throws IOException {
    Path old = Fixtures.copy("f_versions", directory);
    for (String column : List.of("revert_results", "revert_failure", "intention", "atom_type")) {
      Fixtures.execute(old, "ALTER TABLE atomdetails DROP COLUMN " + column);
    }
    try (TaskflowReader reader = Fixtures.open(old)) {
      assertThat(reader.unreadable()).isEmpty();
      assertThat(reader.census(FlowQuery.all())).hasSize(1);
    }
  }

  @Test
  void twentyThousandFlowsAreCountedInSeconds() {
    fill(TaskflowReaderTest::insertMany);
    Instant start = Instant.now();
    try (TaskflowReader reader = Fixtures.open(file)) {
      CensusLine line = reader.census(FlowQuery.all()).get(0);
      assertThat(line.unfinished()).isEqualTo(20_000);
      assertThat(reader.situations(line).get(0).flows()).isEqualTo(20_000);
      assertThat(reader.load(FlowId.of("f19999"))).isPresent();
    }
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
  }

  private static void insertMany(Handle handle) {
    String numbers = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d)";
    handle.execute(
        String.format(numbers, 19_999)
            + " INSERT INTO flowdetails SELECT NULL, NULL, 'b', '{}', 'boot', 'RUNNING', 'f' || i"
            + " FROM n");
    handle.execute(
        String.format(numbers, 3)
            + " INSERT INTO atomdetails SELECT NULL, NULL, '{}', uuid, 'task' || i, '1.0',"
            + " 'SUCCESS', uuid || '/' || i, NULL, json_quote(hex(zeroblob(400))), NULL, NULL, 'TASK_DETAIL',"
            + " 'EXECUTE' FROM flowdetails, n");
  }
}
