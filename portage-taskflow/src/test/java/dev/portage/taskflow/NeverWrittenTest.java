package dev.portage.taskflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.store.FlowQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever is read, the directory of the database stays as it was, to the byte and the moment. */
class NeverWrittenTest {
  static final List<String> FIXTURES = Fixtures.ALL;

  @TempDir Path directory;
  private long copies;

  @BeforeEach
  void countCopies() throws IOException {
    copies = privateCopies();
  }

  @AfterEach
  void everyPrivateCopyIsGone() throws IOException {
    assertThat(privateCopies()).isEqualTo(copies);
  }

  private static long privateCopies() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith("portage-taskflow-"))
          .count();
    }
  }

  private static void readingLeavesNoTrace(Path file, int flows) throws IOException {
    Path home = file.toAbsolutePath().getParent();
    Map<String, String> before = Fixtures.seen(home);
    try (TaskflowReader reader = Fixtures.open(file)) {
      assertThat(Fixtures.seen(home)).isEqualTo(before);
      Fixtures.readEverything(reader);
      assertThat(Fixtures.seen(home)).isEqualTo(before);
      assertThat(reader.find(FlowQuery.all())).hasSize(flows);
    }
    assertThat(Fixtures.seen(home)).isEqualTo(before);
  }

  private static int flows(String fixture) throws IOException {
    int flows = 0;
    for (var logbook : Fixtures.expected(fixture).path("logbooks")) {
      flows += logbook.path("flows").size();
    }
    return flows;
  }

  @ParameterizedTest
  @FieldSource("FIXTURES")
  void readingARealDatabaseLeavesNoTrace(String fixture) throws IOException {
    readingLeavesNoTrace(Fixtures.copy(fixture, directory), flows(fixture));
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsEnough() throws IOException {
    Path file = Fixtures.copy("c_times_retry", directory);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      readingLeavesNoTrace(file, 3);
    } finally {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void aDatabaseInWalModeWithoutALogGetsNone() throws IOException {
    Path file = Fixtures.copy("a_linear_suspended", directory);
    Fixtures.execute(file, "PRAGMA journal_mode = WAL");
    assertThat(Fixtures.seen(directory)).containsOnlyKeys(".", "taskflow.db");
    readingLeavesNoTrace(file, 1);
  }

  @Test
  void whatIsOnlyInTheLogIsReadFromAPrivateCopy() throws IOException {
    Path left = crashed("WAL", "PRAGMA wal_autocheckpoint = 0", true);
    assertThat(Fixtures.seen(left.getParent())).containsKey("taskflow.db-wal");
    readingLeavesNoTrace(left, 1);
    try (TaskflowReader reader = Fixtures.open(left)) {
      assertThat(reader.find(FlowQuery.all()).get(0).flow()).isEqualTo("only in the log");
    }
  }

  @Test
  void whatACrashedWriterHadNotCommittedIsRolledBackInAPrivateCopy() throws IOException {
    Path left = crashed("DELETE", "PRAGMA cache_size = 1", false);
    assertThat(Fixtures.seen(left.getParent())).containsKey("taskflow.db-journal");
    readingLeavesNoTrace(left, 1);
    try (TaskflowReader reader = Fixtures.open(left)) {
      assertThat(reader.find(FlowQuery.all()).get(0).flow()).isNotEqualTo("only in the log");
      assertThat(reader.unreadable()).isEmpty();
    }
  }

  /** The files of a database as they are while somebody writes it. */
  private Path crashed(String mode, String pragma, boolean commits) throws IOException {
    Path file = Fixtures.copy("a_linear_suspended", directory);
    Path left = Files.createDirectory(directory.resolve("left"));
    try (Handle writer = Jdbi.create("jdbc:sqlite:" + file).open()) {
      writer.execute("PRAGMA journal_mode = " + mode);
      writer.execute(pragma);
      writer.begin();
      writer.execute("UPDATE flowdetails SET name = 'only in the log'");
      writer.execute(
          "UPDATE atomdetails SET results = '\"' || hex(zeroblob(200000)) || '\"' WHERE meta <> '{}'");
      if (commits) {
        writer.commit();
        writer.begin();
        writer.execute("UPDATE flowdetails SET name = 'never committed'");
      }
      try (Stream<Path> files = Files.list(directory)) {
        for (Path part : files.filter(Files::isRegularFile).toList()) {
          if (!part.toString().endsWith("-shm")) {
            Files.copy(part, left.resolve(part.getFileName()));
          }
        }
      }
      writer.rollback();
    }
    return left.resolve("taskflow.db");
  }

  @Test
  void oddCharactersInThePathAreJustCharacters() throws IOException {
    Path odd = Files.createDirectory(directory.resolve("a b%20#c?mode=rwc&ž"));
    readingLeavesNoTrace(Fixtures.copy("f_versions", odd), 1);
  }

  @Test
  void aWriterIsSeenAtTheNextRead() throws IOException {
    Path file = Fixtures.copy("a_linear_suspended", directory);
    try (TaskflowReader reader = Fixtures.open(file)) {
      assertThat(reader.find(FlowQuery.all()).get(0).state().name()).isEqualTo("SUSPENDED");
      Fixtures.execute(file, "UPDATE flowdetails SET state = 'SUCCESS'");
      assertThat(reader.find(FlowQuery.all()).get(0).state().name()).isEqualTo("SUCCESS");
    }
  }
}
