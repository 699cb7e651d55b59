package dev.portage.taskflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.FlowException;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random bytes in one column of one row hurt at most the flow of that row. */
class RandomDamageTest {
  private static final long SEED = 20_261_123L;
  private static final int ROUNDS = 300;
  private static final List<String> COLUMNS =
      List.of(
          "name",
          "atom_type",
          "version",
          "state",
          "intention",
          "meta",
          "results",
          "failure",
          "revert_results",
          "revert_failure",
          "created_at",
          "updated_at",
          "parent_uuid",
          "uuid");

  @TempDir Path directory;

  @Test
  void damageStaysInItsFlow() throws IOException {
    Path file = Fixtures.copy("h_failures", directory);
    Random random = new Random(SEED);
    try (TaskflowReader reader = Fixtures.open(file)) {
      Map<String, FlowRecord> whole = records(reader);
      for (int round = 0; round < ROUNDS; round++) {
        damage(file, random, reader, whole, "seed " + SEED + ", round " + round);
      }
    }
  }

  private static Map<String, FlowRecord> records(TaskflowReader reader) {
    Map<String, FlowRecord> records = new HashMap<>();
    for (FlowHeader header : reader.find(FlowQuery.all())) {
      try {
        Optional<FlowRecord> stored = reader.load(header.id());
        stored.ifPresent(found -> records.put(header.id().text(), found));
      } catch (FlowException e) {
        assertThat(e).isInstanceOf(CorruptRecordException.class);
      }
    }
    return records;
  }

  private static void damage(
      Path file, Random random, TaskflowReader reader, Map<String, FlowRecord> whole, String seed) {
    try (Handle handle = Jdbi.create("jdbc:sqlite:" + file).open()) {
      Map<String, Object> row =
          handle
              .createQuery("SELECT rowid AS r, parent_uuid AS p FROM atomdetails ORDER BY rowid")
              .mapToMap()
              .list()
              .get(
                  random.nextInt(
                      handle
                          .createQuery("SELECT count(*) FROM atomdetails")
                          .mapTo(Integer.class)
                          .one()));
      String column = COLUMNS.get(random.nextInt(COLUMNS.size()));
      Object before = value(handle, column, row.get("r"));
      byte[] noise = new byte[1 + random.nextInt(30)];
      random.nextBytes(noise);
      String how = random.nextBoolean() ? "?" : "CAST(? AS TEXT)";
      set(handle, column, how, noise, row.get("r"));
      compare(reader, whole, String.valueOf(row.get("p")), seed + ", column " + column);
      set(handle, column, "?", before, row.get("r"));
    }
    assertThat(records(reader)).as(seed).isEqualTo(whole);
  }

  private static Object value(Handle handle, String column, Object row) {
    return handle
        .createQuery("SELECT " + column + " AS v FROM atomdetails WHERE rowid = ?")
        .bind(0, row)
        .mapToMap()
        .one()
        .get("v");
  }

  private static void set(Handle handle, String column, String how, Object value, Object row) {
    handle
        .createUpdate("UPDATE atomdetails SET " + column + " = " + how + " WHERE rowid = ?")
        .bind(0, value)
        .bind(1, row)
        .execute();
  }

  private static void compare(
      TaskflowReader reader, Map<String, FlowRecord> whole, String hurt, String seed) {
    Map<String, FlowRecord> found = records(reader);
    whole.forEach(
        (flow, stored) -> {
          if (!flow.equals(hurt)) {
            assertThat(found.get(flow)).as(seed).isEqualTo(stored);
          }
        });
    Set<String> told =
        reader.unreadable().stream()
            .map(CorruptRecordException::flow)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(told).as(seed).isEqualTo(found.containsKey(hurt) ? Set.of() : Set.of(hurt));
    reader.census(FlowQuery.all()).forEach(reader::situations);
    reader.shapes("");
  }
}
