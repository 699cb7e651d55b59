package dev.portage.taskflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStores;
import dev.portage.store.StoreUnavailableException;
import dev.portage.store.UnusableStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be read says what it is, and what to do; other flows are not affected. */
class BadDatabasesTest {
  @TempDir Path directory;

  private void refused(Path file, String... parts) throws IOException {
    Map<String, String> before = Fixtures.seen(directory);
    assertThatThrownBy(() -> FlowStores.openForReading("taskflow:jdbc:sqlite:" + file))
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(parts);
    assertThat(Fixtures.seen(directory)).isEqualTo(before);
  }

  @Test
  void aMissingFileIsNotMade() throws IOException {
    refused(directory.resolve("none.db"), "there is no file");
    assertThat(directory.resolve("none.db")).doesNotExist();
  }

  @Test
  void aDirectoryIsNotAFile() throws IOException {
    refused(directory, "is not a file");
  }

  @Test
  void anEmptyFileIsNotADatabase() throws IOException {
    refused(Files.createFile(directory.resolve("empty.db")), "is empty");
  }

  @Test
  void aTextIsNotADatabase() throws IOException {
    Path text = directory.resolve("notes.txt");
    refused(Files.writeString(text, "dear diary ".repeat(500)), "is not a SQLite database");
  }

  @Test
  void aFileThatMayNotBeReadSaysSo() throws IOException {
    Path file = Fixtures.copy("f_versions", directory);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-wx------"));
    assumeThat(Files.isReadable(file)).as("this user may read everything").isFalse();
    assertThatThrownBy(() -> Fixtures.open(file))
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("no permission to read");
  }

  @Test
  void aDatabaseOfSomethingElseSaysWhatItHas() throws IOException {
    Path file = directory.resolve("shop.db");
    Fixtures.execute(file, "CREATE TABLE orders (id INTEGER)");
    Fixtures.execute(file, "CREATE TABLE logbooks (id INTEGER)");
    refused(
        file,
        "is not a TaskFlow database",
        "expected: logbooks, flowdetails, atomdetails",
        "found: logbooks, orders");
  }

  @Test
  void aTableThatLacksAColumnSaysWhichAreExpected() throws IOException {
    Path file = Fixtures.copy("f_versions", directory);
    Fixtures.execute(file, "ALTER TABLE atomdetails RENAME COLUMN results TO outcome");
    refused(file, "table atomdetails lacks columns", "results", "outcome");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 99, 100, 4096, 20_000, 28_671})
  void aFileThatIsCutOffSaysSo(int length) throws IOException {
    Path file = Fixtures.copy("f_versions", directory);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
    refused(file, length < 16 ? "is not a SQLite database" : "is cut off");
  }

  @Test
  void aDamagedPageIsToldAsSuch() throws IOException {
    Path file = Fixtures.copy("f_versions", directory);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5a);
    Files.write(file, bytes);
    assertThatThrownBy(
            () -> {
              try (TaskflowReader reader = Fixtures.open(file)) {
                reader.census(FlowQuery.all());
              }
            })
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("is damaged or cut off");
  }

  @Test
  void aWriterWithAnExclusiveLockIsWaitedForAndThenNamed() throws IOException {
    Path file = Fixtures.copy("f_versions", directory);
    try (TaskflowReader reader = Fixtures.open(file);
        Handle writer = Jdbi.create("jdbc:sqlite:" + file).open()) {
      writer.execute("PRAGMA locking_mode = EXCLUSIVE");
      writer.execute("UPDATE flowdetails SET state = 'RUNNING'");
      assertThatThrownBy(() -> reader.find(FlowQuery.all()))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("locked");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "taskflow:",
        "taskflow:jdbc:sqlite:",
        "taskflow:jdbc:sqlite::memory:",
        "taskflow:jdbc:sqlite:file:x.db",
        "taskflow:jdbc:oracle:thin:@localhost/nova"
      })
  void aUrlThatNamesNoFileIsRefused(String url) {
    assertThatThrownBy(() -> FlowStores.openForReading(url))
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("expected: taskflow:jdbc:sqlite:FILE");
  }

  @Test
  void writingWithoutAPlaceForTheJournalIsRefused() throws IOException {
    Path file = Fixtures.copy("f_versions", directory);
    Map<String, String> before = Fixtures.seen(directory);
    assertThatThrownBy(() -> FlowStores.open("taskflow:jdbc:sqlite:" + file))
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("nobody has said where the journal is to be kept")
        .hasMessageContaining("?journal=FILE", "?journal=here");
    assertThat(Fixtures.seen(directory)).isEqualTo(before);
  }

  @Test
  void aClosedReaderSaysSo() throws IOException {
    TaskflowReader reader = Fixtures.open(Fixtures.copy("f_versions", directory));
    reader.close();
    assertThatThrownBy(() -> reader.find(FlowQuery.all()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "results = '{\"card\": 4242424242424242'",
        "results = ''",
        "results = '1 2'",
        "failure = '[]'",
        "failure = 'secret-token'",
        "meta = '{'",
        "state = 'LOST'",
        "state = ''",
        "intention = 'SLEEP'",
        "atom_type = 'WISH_DETAIL'",
        "name = NULL",
        "uuid = x'ff00'",
        "version = x'ff'",
        "created_at = 'yesterday'"
      })
  void aBrokenRowMakesOneFlowUnreadable(String damage) throws IOException {
    Path file = three();
    Fixtures.execute(file, "UPDATE atomdetails SET " + damage + " WHERE uuid = 'two/volume'");
    try (TaskflowReader reader = Fixtures.open(file)) {
      assertThatThrownBy(() -> reader.load(FlowId.of("two")))
          .isInstanceOf(CorruptRecordException.class)
          .hasMessageContaining("flow 'two'")
          .hasMessageContaining("table atomdetails, row 3")
          .hasMessageContaining("column " + damage.substring(0, damage.indexOf(' ')))
          .hasMessageNotContainingAny("4242", "secret");
      assertThat(reader.unreadable())
          .extracting(CorruptRecordException::flow)
          .containsExactly("two");
      assertThat(reader.load(FlowId.of("one"))).isPresent();
      assertThat(reader.load(FlowId.of("three"))).isPresent();
      List<FlowHeader> found = reader.find(FlowQuery.all());
      assertThat(found).extracting(header -> header.id().text()).contains("one", "three");
    }
  }

  @Test
  void aFlowWhoseHeaderIsBrokenIsLeftOutOfTheCensusAndToldApart() throws IOException {
    Path file = three();
    Fixtures.execute(file, "UPDATE flowdetails SET meta = '{' WHERE uuid = 'two'");
    Fixtures.execute(file, "UPDATE flowdetails SET uuid = x'00ff' WHERE uuid = 'three'");
    try (TaskflowReader reader = Fixtures.open(file)) {
      assertThat(reader.find(FlowQuery.all()))
          .extracting(header -> header.id().text())
          .containsExactly("one");
      assertThat(reader.census(FlowQuery.all()))
          .singleElement()
          .satisfies(line -> assertThat(line.unfinished()).isEqualTo(1));
      assertThat(reader.unreadable())
          .extracting(CorruptRecordException::flow)
          .containsExactly("two", "x'00ff'");
    }
  }

  @Test
  void twoAtomsOfOneNameMakeOneFlowUnreadable() throws IOException {
    Path file = three();
    Fixtures.execute(file, "UPDATE atomdetails SET name = 'volume' WHERE uuid = 'two/volume-2'");
    try (TaskflowReader reader = Fixtures.open(file)) {
      assertThat(reader.unreadable())
          .singleElement()
          .satisfies(
              e ->
                  assertThat(e)
                      .hasMessageContaining("flow 'two'")
                      .hasMessageContaining("two atoms of the flow have this name"));
      assertThat(reader.find(FlowQuery.all())).hasSize(2);
    }
  }

  private Path three() {
    Path file = TaskflowSchema.create(directory.resolve("three.db"));
    Jdbi.create("jdbc:sqlite:" + file)
        .useHandle(
            handle -> {
              for (String flow : List.of("one", "two", "three")) {
                TaskflowSchema.flow(handle, flow, "boot", "SUSPENDED");
                TaskflowSchema.task(handle, flow, "volume", "1.0", "SUCCESS");
                TaskflowSchema.task(handle, flow, "volume-2", "1.0", null);
              }
            });
    return file;
  }
}
