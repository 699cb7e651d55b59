package dev.portage.jdbc;

import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.portage.model.FlowException;
import dev.portage.model.FlowState;
import dev.portage.store.FlowId;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.StoreUnavailableException;
import dev.portage.store.UnusableStoreException;
import dev.portage.testkit.OpenedStore;
import dev.portage.testkit.StoreSamples;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no store: one clear message each, and the file stays as it is. */
final class UnusableFileTest {
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("x.db");
  }

  private void makeStore(int flows) {
    try (FlowStore store = FlowStores.open("jdbc:sqlite:" + file)) {
      for (int i = 0; i < flows; i++) {
        OpenedStore.commit(
            store,
            StoreSamples.change(
                OpenedStore.commit(store, creation("flow-" + i)),
                FlowState.RUNNING,
                done("a", "{\"x\":\"" + "v".repeat(500) + "\"}", "x")));
      }
    }
  }

  /** Both ways of opening say the same, and change nothing. */
  private void assertUnusable(String... said) throws IOException {
    byte[] before = Files.readAllBytes(file);
    assertUnusableForReading(said);
    assertThatThrownBy(() -> FlowStores.open("jdbc:sqlite:" + file).close())
        .isInstanceOf(UnusableStoreException.class)
        .message()
        .contains("x.db")
        .contains(said);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(names()).containsExactly("x.db");
  }

  private void assertUnusableForReading(String... said) {
    assertThatThrownBy(() -> FlowStores.openForReading("jdbc:sqlite:" + file).close())
        .isInstanceOf(UnusableStoreException.class)
        .message()
        .contains("x.db")
        .contains(said);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return found.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void readingAFileThatIsNotThereMakesNone() throws IOException {
    assertUnusableForReading("there is no such file");
    assertThat(names()).isEmpty();
  }

  @Test
  void anEmptyFileHoldsNoStoreToRead() throws IOException {
    Files.createFile(file);
    assertUnusableForReading("empty");
    assertThat(Files.size(file)).isEqualTo(0);
  }

  @Test
  void aDirectoryThatIsNotThereIsNotMade() {
    assertThatThrownBy(() -> FlowStores.open("jdbc:sqlite:" + directory + "/no/x.db").close())
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("there is no directory");
  }

  @Test
  void aDirectoryIsNoFile() throws IOException {
    Files.createDirectory(file);
    assertUnusableForReading("it is a directory");
    assertThatThrownBy(() -> FlowStores.open("jdbc:sqlite:" + file).close())
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("it is a directory");
  }

  @Test
  void aTextFileIsNoDatabase() throws IOException {
    Files.writeString(file, "Dear diary, today I paid twice.\n".repeat(100));
    assertUnusable("is not a SQLite database");
  }

  @Test
  void aDatabaseOfSomebodyElseIsLeftAlone() throws IOException, SQLException {
    new SqliteTables(file).execute("CREATE TABLE invoices (id)", "CREATE TABLE customers (id)");
    assertUnusable("a database of something else", "customers, invoices");
  }

  @Test
  void aNewerSchemaIsLeftToANewerVersion() throws IOException, SQLException {
    makeStore(1);
    new SqliteTables(file).execute("UPDATE portage_schema SET version = 7");
    assertUnusable("its schema is 7", "knows 1", "newer");
  }

  @Test
  void aSchemaThatIsNoNumberIsNotGuessedAt() throws IOException, SQLException {
    makeStore(1);
    SqliteTables tables = new SqliteTables(file);
    tables.execute("UPDATE portage_schema SET version = 'one'");
    assertUnusable("its schema is 'one'", "expected 1");
    tables.execute("DELETE FROM portage_schema");
    assertUnusable("its schema is '[]'", "expected 1");
  }

  @Test
  void aMissingTableIsNamed() throws IOException, SQLException {
    makeStore(1);
    new SqliteTables(file).execute("DROP TABLE portage_journal");
    assertUnusable("portage_journal", "missing");
  }

  @Test
  void aTruncatedFileIsDamagedHoweverMuchIsLeft() throws IOException {
    makeStore(50);
    byte[] whole = Files.readAllBytes(file);
    for (int left : new int[] {whole.length - 1, whole.length / 2, 4096, 5000}) {
      Files.write(file, Arrays.copyOf(whole, left));
      assertUnusable("damaged or truncated");
    }
    Files.write(file, Arrays.copyOf(whole, 300));
    assertUnusable("cannot be used");
  }

  @Test
  void anEmptyFileBesideALogIsNotTakenForANewStore() throws IOException {
    Files.createFile(file);
    Path log = directory.resolve("x.db-wal");
    Files.write(log, new byte[] {1, 2, 3});

    assertThatThrownBy(() -> FlowStores.open("jdbc:sqlite:" + file).close())
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("x.db-wal");
    assertThat(Files.readAllBytes(log)).containsExactly(1, 2, 3);
  }

  @Test
  void aDamagedPageIsAnErrorOfThoseWhoReadIt() throws IOException {
    makeStore(200);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] garbage = "garbage!".repeat(512).getBytes(StandardCharsets.US_ASCII);
      for (long page = 24; page < bytes.length() / 4096; page++) {
        bytes.seek(page * 4096);
        bytes.write(garbage);
      }
    }

    try (FlowReader store = FlowStores.openForReading("jdbc:sqlite:" + file)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 200; i++) {
                  assertThat(store.load(FlowId.of("flow-" + i))).isPresent();
                }
              })
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void aFileThatMayNotBeReadSaysWhatToCheck() throws IOException {
    makeStore(1);
    file.toFile().setReadable(false, false);
    assumeFalse(Files.isReadable(file), "root reads everything");

    assertThatThrownBy(() -> FlowStores.openForReading("jdbc:sqlite:" + file).close())
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("permissions");
  }

  @Test
  void aUrlThatNamesNoFileIsRefused() {
    for (String url : List.of("", "?cache_size=1", ":memory:", "file:x.db", ":resource:x.db")) {
      assertThatThrownBy(() -> FlowStores.open("jdbc:sqlite:" + url).close())
          .isInstanceOf(UnusableStoreException.class)
          .hasMessageContaining("jdbc:sqlite:FILE");
    }
  }

  @Test
  void parametersThatCouldCostDurabilityAreRefused() throws IOException {
    assertThatThrownBy(() -> FlowStores.open("jdbc:sqlite:" + file + "?synchronous=OFF").close())
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("'synchronous'")
        .hasMessageContaining("busy_timeout, cache_size, max_page_count");
    assertThat(names()).isEmpty();
  }

  @Test
  void namesWithSpacesAndUmlautsAreNames() {
    Path odd = directory.resolve("mein ünïque '100%' #1;.db");
    try (FlowStore store = FlowStores.open("jdbc:sqlite:" + odd + "?cache_size=-2000")) {
      OpenedStore.commit(store, creation("1"));
    }
    assertThat(odd).exists();
  }
}
